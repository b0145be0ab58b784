// SPDX-License-Identifier: MIT
package blinka4j.drivers.pcf8574;

import blinka4j.NotAvailableException;
import blinka4j.digitalio.Direction;
import blinka4j.digitalio.Pull;
import blinka4j.provider.GpioPort;
import org.jspecify.annotations.Nullable;

/**
 * A pin of a {@link PCF8574}. As a {@link GpioPort}, it is a pin for programs that want a {@code blinka4j.digitalio.DigitalInOut}.
 *
 * <p>The chip cannot call a listener. To see changes of its inputs, connect INT to a pin of the board, and read the inputs at its falling
 * edge.
 */
public final class DigitalInOut implements GpioPort {
    private final PCF8574 pcf;
    private final int pin;

    private volatile Direction direction = Direction.INPUT;
    private volatile boolean closed;

    /** @param pinNumber 0 to 7. It stays as it is */
    public DigitalInOut(int pinNumber, PCF8574 pcf) {
        PCF8574.mask(pinNumber);
        this.pcf = pcf;
        pin = pinNumber;
    }

    /** Makes the pin an output that drives low. */
    public void switchToOutput() {
        switchToOutput(false);
    }

    /** Makes the pin an output with {@code value} from the first moment. */
    public void switchToOutput(boolean value) {
        chip().writePin(pin, value);
        direction = Direction.OUTPUT;
    }

    /** Makes the pin an input with the pull-up, which cannot be switched off. */
    public void switchToInput() {
        switchToInput(null);
    }

    /**
     * Makes the pin an input.
     *
     * @param pull null is the same as {@link Pull#UP}
     */
    public void switchToInput(@Nullable Pull pull) {
        pull(pull);
        direction = Direction.INPUT;
    }

    /** The level at the pin, also of an output. */
    public boolean value() {
        return chip().readPin(pin);
    }

    /** @param value true for high, which is the pull-up alone */
    public void value(boolean value) {
        chip().writePin(pin, value);
    }

    /** As this object has set it; an input before. */
    public Direction direction() {
        return direction;
    }

    /** The same as {@link #switchToInput()} or {@link #switchToOutput()}. */
    public void direction(Direction direction) {
        switch (direction) {
            case INPUT -> switchToInput();
            case OUTPUT -> switchToOutput();
        }
    }

    /** Always {@link Pull#UP}. */
    public Pull pull() {
        return Pull.UP;
    }

    /**
     * Makes the pin high.
     *
     * @param pull null is the same as {@link Pull#UP}
     * @throws UnsupportedOperationException if it is {@link Pull#DOWN}, which the chip does not have
     */
    public void pull(@Nullable Pull pull) {
        if (pull == Pull.DOWN) {
            throw new UnsupportedOperationException("%s has no pull-down. Use Pull.UP.".formatted(this));
        }
        value(true);
    }

    @Override
    public void input(Bias bias) {
        if (bias == Bias.PULL_DOWN) {
            throw new NotAvailableException("%s has no pull-down. Use Pull.UP.".formatted(this));
        }
        switchToInput();
    }

    /** @param openDrain does not matter: only low is driven */
    @Override
    public void output(boolean value, boolean openDrain) {
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

    @Override
    public void drive(boolean openDrain) {
        chip();
        requireOutput();
    }

    /** @throws NotAvailableException always */
    @Override
    public void watch(boolean rising, boolean falling, long debounceNanos, EdgeListener listener) {
        chip();
        throw new NotAvailableException(
                "%s cannot report edges. Connect INT of the chip to a pin of the board, call onEdge of that pin, and read value() in its listener."
                        .formatted(this));
    }

    @Override
    public void unwatch() {
        chip();
    }

    /** The pin stays as it is. */
    @Override
    public void close() {
        closed = true;
    }

    private PCF8574 chip() {
        if (closed) {
            throw new IllegalStateException("%s is closed. Call getPin again.".formatted(this));
        }
        return pcf;
    }

    private void requireOutput() {
        if (direction != Direction.OUTPUT) {
            throw new IllegalStateException("%s is an input. Call switchToOutput first.".formatted(this));
        }
    }

    @Override
    public String toString() {
        return "P%s of %s".formatted(pin, pcf);
    }
}
