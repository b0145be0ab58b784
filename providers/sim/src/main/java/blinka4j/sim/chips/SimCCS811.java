// SPDX-License-Identifier: MIT
package blinka4j.sim.chips;

import blinka4j.sim.Quantity;
import blinka4j.sim.SimChip;
import blinka4j.sim.WordRegisters;

/**
 * ams CCS811: air quality; I2C, address 0x5A or 0x5B. Data sheet: ams DS000459 (v2-00).
 *
 * <p>A new chip runs no firmware. A reset takes 2 ms. Environmental data, thresholds and baseline change nothing; no interrupts.
 */
public final class SimCCS811 extends SimChip {

    private static final int[] PERIOD_MILLIS = {0, 1000, 10_000, 60_000, 250, 0, 0, 0};

    private final WordRegisters registers = new WordRegisters();
    private final Quantity co2 = measures("co2", 400, 8192, "ppm", 600);
    private final Quantity tvoc = measures("tvoc", 0, 1187, "ppb", 50);
    private final Quantity temperature = measures("temperature", -40, 85, "°C", 22.5);
    private int flags;
    private int error;
    private boolean addressed;
    private long measuredAt;
    private long busyUntil;

    public SimCCS811() {
        registers.onWrite(this::written).onRead(this::reading);
        onI2c(registers);
    }

    /** The registers, to make the chip another one or a broken one. */
    public WordRegisters registers() {
        return registers;
    }

    /** Makes the chip report errors: bits of ERROR_ID. */
    public synchronized void fail(int errors) {
        error |= errors;
    }

    @Override
    protected void powerOn() {
        flags = 0x10;
        error = 0;
        registers.bytes(0x01, 0).bytes(0x05, 0x64, 0, 0x64, 0).bytes(0x10, 0x05, 0xDC, 0x09, 0xC4, 50);
        registers.bytes(0x11, 0, 0).bytes(0x20, 0x81).readOnly(0x00, 0x02, 0x06, 0x20, 0xE0);
    }

    private void written(int register, int value) {
        if (register == 0xFF && value == 0x11E5728A) {
            powerOn();
            busyUntil = clock().nanos() + 2_000_000;
        } else if (register == 0x01) {
            measuredAt = clock().nanos();
            error |= (value & 0x83) != 0 || value > 0x4F ? 0x04 : 0;
        } else if (register != 0x05 && register != 0x10 && register != 0x11) {
            error |= 0x01;
        }
    }

    private void reading(int register) {
        int status = flags | (error != 0 ? 0x01 : 0);
        registers.bytes(0x00, status).bytes(0xE0, error);
        if (register == 0x02) {
            // Reading the values clears the flag first.
            flags &= ~0x08;
            int[] v = {(int) co2.value(), (int) tvoc.value()};
            registers.bytes(0x02, v[0] >> 8, v[0] & 0xFF, v[1] >> 8, v[1] & 0xFF, status & ~0x08, error, 0x96, 0xAA);
        } else if (register == 0x06) {
            // AN000372: the voltages at 100 kΩ and at the thermistor, of 65535 together.
            double ratio = 10 / Math.exp(3380 / (temperature.value() + 273.15) - 3380 / 298.15);
            int v = (int) Math.round(65535 / (1 + ratio));
            registers.bytes(0x06, (65535 - v) >> 8, (65535 - v) & 0xFF, v >> 8, v & 0xFF);
        }
        error = register == 0xE0 ? 0 : error;
    }

    @Override
    public synchronized boolean start(boolean read) {
        addressed = read;
        long late = clock().nanos() - measuredAt;
        long period = 1_000_000L * PERIOD_MILLIS[registers.word(0x01) >> 4 & 7];
        if ((flags & 0x80) != 0 && period > 0 && late >= period) {
            measuredAt += late / period * period;
            flags |= 0x08;
        }
        return clock().nanos() >= busyUntil && super.start(read);
    }

    @Override
    public synchronized boolean write(int value) {
        if (!addressed && value == 0xF4) {
            error |= (flags & 0x80) != 0 ? 0x01 : 0;
            flags |= 0x80;
        }
        addressed = true;
        return super.write(value);
    }
}
