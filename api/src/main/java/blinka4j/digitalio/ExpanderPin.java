// SPDX-License-Identifier: MIT
package blinka4j.digitalio;

import blinka4j.NotAvailableException;
import blinka4j.hardware.Arguments;
import blinka4j.provider.GpioPort;
import org.jspecify.annotations.Nullable;

/**
 * A pin of an I/O expander, for its driver to extend. As a {@link GpioPort}, it is a pin for all that takes a {@link DigitalInOut}: {@code
 * new DigitalInOut(expander.getPin(0))}.
 *
 * <p>It cannot call a listener, because an expander tells the computer only that something changed, by its INT pin.
 *
 * <p>A new object leaves the pin as it is, and so does {@link #close}. A closed one refuses all calls with an {@link
 * IllegalStateException}. As safe to share between threads as the driver.
 */
public abstract class ExpanderPin implements GpioPort {
    private final boolean hasOpenDrain;
    private final String insteadOfEdges;
    private volatile Direction direction = Direction.INPUT;
    private volatile boolean closed;

    /**
     * @param hasOpenDrain true if an output may be made to drive low only
     * @param insteadOfEdges what a program can do instead of {@link #watch}: a sentence, such as "Connect INT to …"
     */
    protected ExpanderPin(boolean hasOpenDrain, String insteadOfEdges) {
        this.hasOpenDrain = hasOpenDrain;
        this.insteadOfEdges = insteadOfEdges;
    }

    /** Makes the pin an input. Throws an exception for a pull that the chip does not have, and changes nothing then. */
    protected abstract void becomeInput(@Nullable Pull pull);

    /** Makes the pin an output that has {@code value} from the first moment. */
    protected abstract void becomeOutput(boolean value);

    protected abstract boolean level();

    protected abstract void level(boolean value);

    /** Says if the chip has this pull. */
    protected abstract boolean has(Pull pull);

    /** @throws IllegalStateException if this object is closed */
    protected final void requireOpen() {
        if (closed) {
            throw new IllegalStateException("%s is closed. Make a new object for the pin.".formatted(this));
        }
    }

    /** For a driver that changes the direction in another way. */
    protected final void turned(Direction now) {
        direction = now;
    }

    /** Makes the pin an output that drives low. */
    public final void switchToOutput() {
        switchToOutput(false);
    }

    /** Makes the pin an output with {@code value} from the first moment. */
    public final void switchToOutput(boolean value) {
        requireOpen();
        becomeOutput(value);
        direction = Direction.OUTPUT;
    }

    /** Makes the pin an input without pull, if the chip can. */
    public final void switchToInput() {
        switchToInput(null);
    }

    /**
     * Makes the pin an input.
     *
     * @param pull null for none; an error if the chip does not have it
     */
    public final void switchToInput(@Nullable Pull pull) {
        requireOpen();
        becomeInput(pull);
        direction = Direction.INPUT;
    }

    /** The level at the pin, also of an output. */
    public final boolean value() {
        requireOpen();
        return level();
    }

    /** Sets the level of an output. The driver says what it does to an input. */
    public final void value(boolean value) {
        requireOpen();
        level(value);
    }

    /** As this object has set it; an input before. */
    public Direction direction() {
        return direction;
    }

    /** The same as {@link #switchToInput()} or {@link #switchToOutput()}. */
    public void direction(Direction direction) {
        switch (Arguments.required(direction, "direction needs a direction", "Direction.OUTPUT")) {
            case INPUT -> switchToInput();
            case OUTPUT -> switchToOutput();
        }
    }

    @Override
    public final void input(Bias bias) {
        requireOpen();
        Pull pull = bias == Bias.DISABLED ? null : bias == Bias.PULL_UP ? Pull.UP : Pull.DOWN;
        if (pull != null && !has(pull)) {
            throw new NotAvailableException(
                    "%s has no %s. It stays as it was.".formatted(this, pull == Pull.UP ? "pull-up" : "pull-down"));
        }
        switchToInput(pull);
    }

    /** @throws NotAvailableException for open drain, if the chip does not have it */
    @Override
    public void output(boolean value, boolean openDrain) {
        requireOpen();
        requireOpenDrain(openDrain);
        switchToOutput(value);
    }

    @Override
    public final boolean read() {
        return value();
    }

    @Override
    public final void write(boolean value) {
        requireOutput();
        level(value);
    }

    /** @throws NotAvailableException for open drain, if the chip does not have it */
    @Override
    public final void drive(boolean openDrain) {
        requireOutput();
        requireOpenDrain(openDrain);
    }

    private void requireOpenDrain(boolean openDrain) {
        if (openDrain && !hasOpenDrain) {
            throw new NotAvailableException("%s has no open drain. Use DriveMode.PUSH_PULL.".formatted(this));
        }
    }

    private void requireOutput() {
        requireOpen();
        if (direction != Direction.OUTPUT) {
            throw new IllegalStateException("%s is an input. Call switchToOutput first.".formatted(this));
        }
    }

    /** @throws NotAvailableException always; it says what to do instead */
    @Override
    public final void watch(boolean rising, boolean falling, long debounceNanos, EdgeListener listener) {
        requireOpen();
        throw new NotAvailableException("%s cannot report edges. %s".formatted(this, insteadOfEdges));
    }

    @Override
    public final void unwatch() {
        requireOpen();
    }

    /** The pin stays as it is. */
    @Override
    public final void close() {
        closed = true;
    }
}
