// SPDX-License-Identifier: MIT
package blinka4j.drivers.mcp230xx;

import blinka4j.NotAvailableException;
import blinka4j.busio.BusHold;
import blinka4j.digitalio.Direction;
import blinka4j.digitalio.Pull;
import blinka4j.provider.GpioPort;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A pin of an expander. As a {@link GpioPort}, it is a pin for programs that want a {@code blinka4j.digitalio.DigitalInOut}.
 *
 * <p>It cannot call a listener: {@link MCP23xxx} says how to use interrupts.
 */
public final class DigitalInOut implements GpioPort {
    private final MCP230xx mcp;
    private final int pin;

    /** True if {@link #output} was the last of the port's directions. */
    private volatile boolean drives;

    private volatile boolean closed;

    /** @param pinNumber from 0. It stays as it is */
    public DigitalInOut(int pinNumber, MCP230xx mcp) {
        if (pinNumber < 0 || pinNumber >= mcp.pins) {
            throw new IllegalArgumentException(
                    "pin %s of %s: expected 0 to %s".formatted(pinNumber, mcp, mcp.pins - 1));
        }
        this.mcp = mcp;
        pin = pinNumber;
    }

    /** Makes the pin an output that drives low. */
    public void switchToOutput() {
        switchToOutput(false);
    }

    /** Makes the pin an output with {@code value} from the first moment. */
    public void switchToOutput(boolean value) {
        BusHold hold = lock();
        try (hold) {
            value(value);
            direction(Direction.OUTPUT);
        }
    }

    /** Makes the pin an input without pull-up. */
    public void switchToInput() {
        switchToInput(null);
    }

    /** Makes the pin an input with normal polarity. */
    public void switchToInput(@Nullable Pull pull) {
        switchToInput(pull, false);
    }

    /**
     * Makes the pin an input.
     *
     * @param pull null for none; {@link Pull#UP} if the chip has it
     * @param invertPolarity true to read the opposite of the level
     */
    public void switchToInput(@Nullable Pull pull, boolean invertPolarity) {
        requirePull(pull);
        BusHold hold = lock();
        try (hold) {
            direction(Direction.INPUT);
            pull(pull);
            invertPolarity(invertPolarity);
        }
    }

    /** The level of the pin, or of an input with inverted polarity the opposite. */
    public boolean value() {
        requireOpen();
        return (mcp.gpio() >> pin & 1) != 0;
    }

    /** Sets what an output drives. An input keeps it for later. */
    public void value(boolean value) {
        requireOpen();
        mcp.latch.set(pin, value);
    }

    public Direction direction() {
        return mcp.iodir.get(pin) ? Direction.INPUT : Direction.OUTPUT;
    }

    /** Changes nothing else: an output drives what was set last. */
    public void direction(Direction direction) {
        requireOpen();
        mcp.iodir.set(pin, Objects.requireNonNull(direction, "direction") == Direction.INPUT);
    }

    /** {@link Pull#UP}, or null for none. */
    public @Nullable Pull pull() {
        return mcp.gppu != null && mcp.gppu.get(pin) ? Pull.UP : null;
    }

    /**
     * @param pull null for none
     * @throws IllegalArgumentException if the chip does not have it: no chip has {@link Pull#DOWN}, and an MCP23016 has none
     */
    public void pull(@Nullable Pull pull) {
        requireOpen();
        requirePull(pull);
        if (mcp.gppu != null) {
            mcp.gppu.set(pin, pull == Pull.UP);
        }
    }

    private void requirePull(@Nullable Pull pull) {
        if (pull == Pull.DOWN || (pull == Pull.UP && mcp.gppu == null)) {
            throw new IllegalArgumentException("%s has no pull %s".formatted(this, pull));
        }
    }

    /** True if an input reads the opposite of its level. */
    public boolean invertPolarity() {
        return mcp.ipol.get(pin);
    }

    public void invertPolarity(boolean inverted) {
        requireOpen();
        mcp.ipol.set(pin, inverted);
    }

    @Override
    public void input(Bias bias) {
        Pull pull = bias == Bias.DISABLED ? null : bias == Bias.PULL_UP ? Pull.UP : Pull.DOWN;
        try {
            switchToInput(pull);
        } catch (IllegalArgumentException e) {
            throw new NotAvailableException("%s. It stays as it was.".formatted(e.getMessage()), e);
        }
        drives = false;
    }

    /** @throws NotAvailableException for open drain */
    @Override
    public void output(boolean value, boolean openDrain) {
        requirePushPull(openDrain);
        BusHold hold = lock();
        try (hold) {
            invertPolarity(false);
            switchToOutput(value);
        }
        drives = true;
    }

    @Override
    public boolean read() {
        return value();
    }

    @Override
    public void write(boolean value) {
        requireDrives();
        value(value);
    }

    /** @throws NotAvailableException for open drain */
    @Override
    public void drive(boolean openDrain) {
        requireOpen();
        requireDrives();
        requirePushPull(openDrain);
    }

    private void requireDrives() {
        if (!drives) {
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
        requireOpen();
        throw new NotAvailableException(
                "%s cannot report edges. Connect INT of the chip to a pin of the board, set interruptEnable, call onEdge of that pin, and read intFlag() in its listener."
                        .formatted(this));
    }

    @Override
    public void unwatch() {
        requireOpen();
    }

    /** The pin stays as it is. */
    @Override
    public void close() {
        closed = true;
    }

    private BusHold lock() {
        requireOpen();
        return mcp.lock();
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("%s is closed. Call getPin again.".formatted(this));
        }
    }

    @Override
    public String toString() {
        return "GP%s of %s".formatted(pin, mcp);
    }
}
