// SPDX-License-Identifier: MIT
package blinka4j.drivers.seesaw;

import blinka4j.NotAvailableException;
import blinka4j.busio.BusHold;
import blinka4j.digitalio.Direction;
import blinka4j.digitalio.Pull;
import blinka4j.drivers.seesaw.Seesaw.PinMode;
import blinka4j.provider.GpioPort;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A digital pin of a {@link Seesaw}. As a {@link GpioPort}, it is a pin for programs that want a {@code
 * blinka4j.digitalio.DigitalInOut}.
 *
 * <p>It cannot call a listener. To see changes, connect INT of the board to a pin of the computer, call {@link
 * Seesaw#setGPIOInterrupts}, and read the inputs at the falling edge of INT.
 */
public final class DigitalIO implements GpioPort {
    private final Seesaw seesaw;
    private final int pin;

    private volatile Direction direction = Direction.INPUT;
    private volatile @Nullable Pull pull;
    private volatile boolean closed;

    /** @param pin 0 to 63. It stays as it is */
    public DigitalIO(Seesaw seesaw, int pin) {
        Seesaw.requireRange("pin", pin, 0, 63);
        this.seesaw = seesaw;
        this.pin = pin;
    }

    /** Makes the pin an output that drives low. */
    public void switchToOutput() {
        switchToOutput(false);
    }

    /** Makes the pin an output with {@code value} from the first moment. */
    public void switchToOutput(boolean value) {
        BusHold hold = board().lock();
        try (hold) {
            seesaw.digitalWrite(pin, value);
            seesaw.pinMode(pin, PinMode.OUTPUT);
        }
        direction = Direction.OUTPUT;
        pull = null;
    }

    /** Makes the pin an input without pull resistor. */
    public void switchToInput() {
        switchToInput(null);
    }

    /**
     * Makes the pin an input.
     *
     * @param pull null for none
     * @throws IllegalArgumentException if it is {@link Pull#DOWN}, and the board has an ATtiny, which has no pull-downs
     */
    public void switchToInput(@Nullable Pull pull) {
        board().pinMode(
                        pin,
                        pull == null ? PinMode.INPUT : pull == Pull.UP ? PinMode.INPUT_PULLUP : PinMode.INPUT_PULLDOWN);
        direction = Direction.INPUT;
        this.pull = pull;
    }

    /** The level at the pin, also of an output. */
    public boolean value() {
        return board().digitalRead(pin);
    }

    /** Sets the level of an output. On an input with a pull resistor, it may switch that to the level. */
    public void value(boolean value) {
        board().digitalWrite(pin, value);
    }

    /** As this object has set it; an input before. */
    public Direction direction() {
        return direction;
    }

    /** The same as {@link #switchToInput()} or {@link #switchToOutput()}. */
    public void direction(Direction direction) {
        if (Objects.requireNonNull(direction, "direction") == Direction.INPUT) {
            switchToInput();
        } else {
            switchToOutput();
        }
    }

    /** As this object has set it; null for none. */
    public @Nullable Pull pull() {
        return pull;
    }

    /**
     * @param pull null for none
     * @throws IllegalStateException if the pin is an output
     * @throws IllegalArgumentException if the board does not have it
     */
    public void pull(@Nullable Pull pull) {
        if (direction == Direction.OUTPUT) {
            throw new IllegalStateException("%s is an output. Call switchToInput.".formatted(this));
        }
        switchToInput(pull);
    }

    @Override
    public void input(Bias bias) {
        if (bias == Bias.PULL_DOWN && !seesaw.hasPullDown()) {
            throw new NotAvailableException("%s has no pull-down. Use Pull.UP.".formatted(this));
        }
        switchToInput(bias == Bias.DISABLED ? null : bias == Bias.PULL_UP ? Pull.UP : Pull.DOWN);
    }

    /** @throws NotAvailableException for open drain */
    @Override
    public void output(boolean value, boolean openDrain) {
        requirePushPull(openDrain);
        switchToOutput(value);
    }

    @Override
    public boolean read() {
        return value();
    }

    @Override
    public void write(boolean value) {
        requireOutput();
        value(value);
    }

    /** @throws NotAvailableException for open drain */
    @Override
    public void drive(boolean openDrain) {
        requireOutput();
        requirePushPull(openDrain);
    }

    private void requireOutput() {
        board();
        if (direction != Direction.OUTPUT) {
            throw new IllegalStateException("%s is an input. Call switchToOutput first.".formatted(this));
        }
    }

    private void requirePushPull(boolean openDrain) {
        if (openDrain) {
            throw new NotAvailableException("%s has no open drain. Use DriveMode.PUSH_PULL.".formatted(this));
        }
    }

    /** @throws NotAvailableException always */
    @Override
    public void watch(boolean rising, boolean falling, long debounceNanos, EdgeListener listener) {
        board();
        throw new NotAvailableException(
                "%s cannot report edges. Connect INT of the board to a pin of the computer, call setGPIOInterrupts, and read value() in onEdge of that pin."
                        .formatted(this));
    }

    @Override
    public void unwatch() {
        board();
    }

    /** The pin stays as it is. */
    @Override
    public void close() {
        closed = true;
    }

    private Seesaw board() {
        if (closed) {
            throw new IllegalStateException("%s is closed. Create a new DigitalIO.".formatted(this));
        }
        return seesaw;
    }

    @Override
    public String toString() {
        return "pin %s of %s".formatted(pin, seesaw);
    }
}
