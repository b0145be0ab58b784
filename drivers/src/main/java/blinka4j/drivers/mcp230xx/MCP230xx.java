// SPDX-License-Identifier: MIT
package blinka4j.drivers.mcp230xx;

import blinka4j.busio.BusHold;
import blinka4j.register.Register;
import blinka4j.register.Registers;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * What Microchip's expanders MCP23008 to MCP23S17 have in common: 8 or 16 digital inputs and outputs ({@link DigitalInOut}). In numbers
 * of 16 bits, port A is the lower half. Safe to share between threads.
 *
 * <p>The chips have no id. A constructor with a reset checks that they keep it.
 */
public abstract sealed class MCP230xx permits MCP23016, MCP23xxx {
    final Registers chip;
    final int pins;
    final Register gpio;
    final PinRegister iodir;
    final PinRegister ipol;
    final @Nullable PinRegister gppu;
    /** What the outputs drive, and inputs would. */
    final PinRegister latch;
    /** The levels at an interrupt. */
    final Register capture;

    /**
     * @param reset true to make all pins inputs without pull-up and with normal polarity
     * @param gppu the register's address; -1 if the chip has none
     */
    MCP230xx(Registers chip, boolean reset, int pins, int gpio, int latch, int iodir, int ipol, int gppu, int capture) {
        this.chip = chip;
        this.pins = pins;
        this.gpio = register(gpio);
        int all = (1 << pins) - 1;
        this.iodir = new PinRegister(chip, register(iodir).named("iodir"), all);
        this.ipol = new PinRegister(chip, register(ipol).named("ipol"), 0);
        this.gppu = gppu < 0 ? null : new PinRegister(chip, register(gppu).named("gppu"), 0);
        this.capture = register(capture);
        // A write of the port goes to the latch. Its reading would have the levels of inputs too.
        this.latch = new PinRegister(chip, register(latch).writtenAt(gpio).named("gpio"), 0);
        if (reset) {
            this.iodir.set(all);
            if (this.gppu != null) {
                this.gppu.set(0);
            }
            this.ipol.set(0);
            String name = getClass().getSimpleName();
            this.iodir.require(all, name);
            this.ipol.require(0, name);
        }
    }

    /** A register of all pins. */
    final Register register(int address) {
        return chip.register(address, pins / 8, ByteOrder.LITTLE_ENDIAN);
    }

    /** The levels of all pins. Reading them ends an interrupt. */
    public int gpio() {
        return (int) gpio.get();
    }

    /** Sets what outputs drive. Inputs keep it for later. */
    public void gpio(int levels) {
        latch.set(levels);
    }

    /** The directions of all pins: 1 for an input. */
    public int iodir() {
        return iodir.get();
    }

    public void iodir(int inputs) {
        iodir.set(inputs);
    }

    /** Which inputs read the opposite of their level. */
    public int ipol() {
        return ipol.get();
    }

    public void ipol(int inverted) {
        ipol.set(inverted);
    }

    /** @param pin from 0. It stays as it is */
    public DigitalInOut getPin(int pin) {
        return new DigitalInOut(pin, this);
    }

    /** Ends all interrupts. */
    public void clearInts() {
        capture.get();
    }

    BusHold lock() {
        return chip.lock();
    }

    @Override
    public String toString() {
        return "%s at %s".formatted(getClass().getSimpleName(), chip);
    }
}
