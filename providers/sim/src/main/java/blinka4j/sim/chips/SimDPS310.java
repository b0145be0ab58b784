// SPDX-License-Identifier: MIT
package blinka4j.sim.chips;

import blinka4j.sim.Quantity;
import blinka4j.sim.Registers8;
import blinka4j.sim.SimChip;

/**
 * Infineon DPS310: pressure and temperature; I2C, address 0x76 or 0x77. Data sheet: Infineon DPS310 v1.2.
 *
 * <p>It has the calibration of a real chip, ready 40 ms after a reset. A measurement takes its typical time. FIFO, interrupts and
 * the wrong fuse bit of some chips are not simulated.
 */
public final class SimDPS310 extends SimChip {
    private static final int PRESSURE = 0;
    private static final int TEMPERATURE = 1;
    /** Table 9. The results of more than 8 samples are 6 bits longer, unless they are shifted. */
    private static final int[] SCALE = {
        524288, 1572864, 3670016, 7864320, 253952 << 6, 516096 << 6, 1040384 << 6, 2088960 << 6
    };

    private final Registers8 registers = new Registers8();
    private final Quantity temperature = measures("temperature", -40, 85, "°C", 22.5);
    private final Quantity pressure = measures("pressure", 300, 1200, "hPa", 1013.25);
    private final long[] endsAt = new long[2];
    private long startedAt;
    private int mode;
    private int flags;

    public SimDPS310() {
        registers.register(0x10, 0x0E, 0x1E, 0xDD, 0x13, 0xCA, 0x5F, 0x21, 0x52, 0xF9, 0xC6, 0x04, 0xD1, 0xDB, 0x47);
        registers.register(0x1E, 0x00, 0x5B, 0xFB, 0x3A).register(0x0D, 0x10).register(0x28, 0x80);
        registers.readOnlyRange(0x00, 0x05).readOnlyRange(0x0D, 0x61);
        onI2c(registers.onWrite(this::written).onRead(this::reading));
    }

    /** The registers, to make the chip another one or a broken one. */
    public Registers8 registers() {
        return registers;
    }

    @Override
    protected void powerOn() {
        registers.register(0x00, 0x80, 0, 0, 0x80, 0, 0, 0, 0, 0, 0);
        startedAt = clock().nanos();
        flags = 0;
        written(0x08, 0);
    }

    private void written(int register, int value) {
        if (register == 0x0C && (value & 0x0F) == 9) {
            powerOn();
        } else if (register == 0x08) {
            mode = value & 7;
            long now = clock().nanos();
            endsAt[TEMPERATURE] = (mode & 2) != 0 ? now + time(TEMPERATURE) : Long.MAX_VALUE;
            long begins = mode == 7 ? endsAt[TEMPERATURE] : now;
            endsAt[PRESSURE] = (mode & 1) != 0 ? begins + time(PRESSURE) : Long.MAX_VALUE;
        }
    }

    private void reading(int register) {
        flags &= register < 6 ? ~(0x10 << (register / 3)) : ~0;
        registers.register(0x08, (clock().nanos() - startedAt >= 40_000_000 ? 0xC0 : 0) | flags | mode);
    }

    @Override
    public synchronized boolean start(boolean read) {
        double t = (temperature.value() - 112.5) / -291;
        int p = Inverse.nearest(raw -> -pascals(raw / 0x1p23 - 1, t), -pressure.value() * 100, 24);
        // The calibration is for the sensor that TMP_COEF_SRCE names. The other one's values are wrong.
        boolean right = ((registers.register(0x07) ^ registers.register(0x28)) & 0x80) == 0;
        measure(TEMPERATURE, right ? t : t + 0.1);
        measure(PRESSURE, p / 0x1p23 - 1);
        return super.start(read);
    }

    /** A measurement that is made once ends its mode. */
    private void measure(int what, double scaled) {
        long late = clock().nanos() - endsAt[what];
        if (late >= 0) {
            int settings = registers.register(0x06 + what);
            int raw = (int) Math.round(scaled * SCALE[settings & 7]);
            registers.u24be(3 * what, (registers.register(0x09) & (4 << what)) != 0 ? raw >> 6 : raw);
            flags |= 0x10 << what;
            mode = (mode & 4) == 0 ? 0 : mode;
            long period = Math.max(1_000_000_000L >> (settings >> 4 & 7), time(PRESSURE) + time(TEMPERATURE));
            endsAt[what] = mode == 0 ? Long.MAX_VALUE : endsAt[what] + (late / period + 1) * period;
        }
    }

    /** Section 4.9.3, in ns. */
    private long time(int what) {
        return 2_000_000 + (1_600_000L << (registers.register(0x06 + what) & 7));
    }

    private static double pascals(double p, double t) {
        return 81061 + p * (-57006 + p * (-9401 + p * -1222)) + t * (-1594 + p * (1233 + p * 91));
    }
}
