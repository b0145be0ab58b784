// SPDX-License-Identifier: MIT
package blinka4j.drivers.mcp230xx;

import blinka4j.busio.BusHold;
import blinka4j.digitalio.Direction;
import blinka4j.digitalio.ExpanderPin;
import blinka4j.digitalio.Pull;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A pin of an expander, for use as it is or in a {@code blinka4j.digitalio.DigitalInOut}.
 *
 * <p>{@link #value()} of an input with inverted polarity is the opposite of the level. What is set on an input is kept for the time when
 * it becomes an output. {@link MCP23xxx} says how to use interrupts.
 */
public final class DigitalInOut extends ExpanderPin {
    private final MCP230xx mcp;
    private final int pin;

    /** @param pinNumber from 0. It stays as it is */
    public DigitalInOut(int pinNumber, MCP230xx mcp) {
        super(
                false,
                "Connect INT of the chip to a pin of the board, set interruptEnable, call onEdge of that pin, and read intFlag() in its listener.");
        if (pinNumber < 0 || pinNumber >= mcp.pins) {
            throw new IllegalArgumentException(
                    "pin %s of %s: expected 0 to %s".formatted(pinNumber, mcp, mcp.pins - 1));
        }
        this.mcp = mcp;
        pin = pinNumber;
    }

    /**
     * Makes the pin an input.
     *
     * @param pull null for none; {@link Pull#UP} if the chip has it
     * @param invertPolarity true to read the opposite of the level
     */
    public void switchToInput(@Nullable Pull pull, boolean invertPolarity) {
        BusHold hold = mcp.lock();
        try (hold) {
            switchToInput(pull);
            invertPolarity(invertPolarity);
        }
    }

    /** As the chip has it. */
    @Override
    public Direction direction() {
        return mcp.iodir.get(pin) ? Direction.INPUT : Direction.OUTPUT;
    }

    /** Changes nothing else: an output drives what was set last. */
    @Override
    public void direction(Direction direction) {
        requireOpen();
        mcp.iodir.set(pin, Objects.requireNonNull(direction, "direction") == Direction.INPUT);
        turned(direction);
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
        if (pull != null && !has(pull)) {
            throw new IllegalArgumentException("%s has no pull %s".formatted(this, pull));
        }
        if (mcp.gppu != null) {
            mcp.gppu.set(pin, pull == Pull.UP);
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
    public void output(boolean value, boolean openDrain) {
        BusHold hold = mcp.lock();
        try (hold) {
            super.output(value, openDrain);
            invertPolarity(false);
        }
    }

    @Override
    protected void becomeInput(@Nullable Pull pull) {
        if (pull != null && !has(pull)) {
            throw new IllegalArgumentException("%s has no pull %s".formatted(this, pull));
        }
        BusHold hold = mcp.lock();
        try (hold) {
            mcp.iodir.set(pin, true);
            pull(pull);
            invertPolarity(false);
        }
    }

    @Override
    protected void becomeOutput(boolean value) {
        BusHold hold = mcp.lock();
        try (hold) {
            level(value);
            mcp.iodir.set(pin, false);
        }
    }

    @Override
    protected boolean level() {
        return (mcp.gpio() >> pin & 1) != 0;
    }

    @Override
    protected void level(boolean value) {
        mcp.latch.set(pin, value);
    }

    @Override
    protected boolean has(Pull pull) {
        return pull == Pull.UP && mcp.gppu != null;
    }

    @Override
    public String toString() {
        return "GP%s of %s".formatted(pin, mcp);
    }
}
