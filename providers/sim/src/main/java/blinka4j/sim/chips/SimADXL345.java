// SPDX-License-Identifier: MIT
package blinka4j.sim.chips;

import blinka4j.sim.Quantity;
import blinka4j.sim.Registers8;
import blinka4j.sim.SimChip;

/**
 * Analog Devices ADXL345 or ADXL343: acceleration along three axes; I2C, address 0x53 or 0x1D. Data sheet: ADXL345 Rev. E.
 *
 * <p>The chip measures at its data rate, in the range and resolution of that moment. {@link #event} is a tap, motion or free fall.
 * FIFO, self test, sleep and the times of events are not simulated.
 */
public final class SimADXL345 extends SimChip {
    private static final int RATE = 0x2C;
    private static final int POWER = 0x2D;
    private static final int SOURCE = 0x30;
    private static final int FORMAT = 0x31;
    private static final int DATA = 0x32;
    private static final int DATA_READY = 0x80;

    private final Registers8 registers = new Registers8();
    private final Quantity[] axes = new Quantity[3];
    private long measuredAt;
    private int events;

    public SimADXL345() {
        for (int i = 0; i < 3; i++) {
            axes[i] = measures("acceleration " + "xyz".charAt(i), -160, 160, "m/s²", i == 2 ? 9.81 : 0);
        }
        registers.register(0x00, 0xE5).register(RATE, 0x0A);
        registers.readOnlyRange(0x00, 0x1C).readOnly(0x2B, SOURCE).readOnlyRange(DATA, 0x37);
        registers.onRead(this::reading).onPowerOn(() -> events = 0);
        onI2c(registers);
    }

    /** Sets the acceleration along the chip's axes in m/s², each -160 to 160. */
    public SimADXL345 acceleration(double alongX, double alongY, double alongZ) {
        axes[0].value(alongX);
        axes[1].value(alongY);
        axes[2].value(alongZ);
        return this;
    }

    /** Bits of INT_SOURCE: 0x40 a tap, 0x20 two taps, 0x10 motion, 0x04 free fall. They stay until they are read. */
    public synchronized void event(int bits) {
        events |= bits;
    }

    /** The registers, to make the chip another one or a broken one. */
    public Registers8 registers() {
        return registers;
    }

    private void reading(int register) {
        if (register == SOURCE || (register >= DATA && register <= DATA + 5)) {
            measure();
        }
        if (register == SOURCE) {
            registers.register(SOURCE, events);
            events &= DATA_READY;
        } else if (register == DATA + 5) {
            events &= ~DATA_READY;
        }
    }

    private void measure() {
        long period = (long) (1e9 / (3200.0 / (1 << (15 - (registers.register(RATE) & 0xF)))));
        long since = clock().nanos() - measuredAt;
        if ((registers.register(POWER) & 8) == 0 || since < period) {
            return;
        }
        measuredAt += since - since % period;
        for (int i = 0; i < 3; i++) {
            registers.u16le(DATA + 2 * i, raw(axes[i].value() / 9.80665));
        }
        event(DATA_READY);
    }

    /** Page 1: steps of 4 mg in full resolution. Otherwise 10 bits for the range. */
    private int raw(double g) {
        int format = registers.register(FORMAT);
        int range = format & 3;
        boolean full = (format & 8) != 0;
        int bits = full ? 10 + range : 10;
        long steps = Math.round(full ? g * 250 : g * 250 / (1 << range));
        long clipped = Math.max(-1 << (bits - 1), Math.min((1 << (bits - 1)) - 1, steps));
        return (int) ((format & 4) != 0 ? clipped << (16 - bits) : clipped);
    }
}
