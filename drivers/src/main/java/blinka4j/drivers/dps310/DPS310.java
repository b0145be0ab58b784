// SPDX-License-Identifier: MIT
package blinka4j.drivers.dps310;

import blinka4j.BusException;
import blinka4j.busio.BusHold;
import blinka4j.busio.I2C;
import blinka4j.register.Bits;
import blinka4j.register.Register;
import blinka4j.register.Registers;
import java.nio.ByteBuffer;
import java.time.Duration;

/**
 * Infineon DPS310 pressure (300 to 1200 hPa) and temperature (−40 to 85 °C) sensor. It measures once a second.
 * {@link DPS310_Advanced} has other rates and modes. If it lost its settings, because its power failed, readings raise a
 * {@link BusException}: make a new object. Safe to share between threads.
 *
 * <p><a href="https://www.infineon.com/dgdl/Infineon-DPS310-DataSheet-v01_02-EN.pdf?fileId=5546d462576f34750157750826c42242">Data
 * sheet</a>; port of <a
 * href="https://github.com/adafruit/Adafruit_CircuitPython_DPS310">Adafruit_CircuitPython_DPS310</a>.
 */
public sealed class DPS310 permits DPS310_Advanced {
    /** With SDO high or open. With SDO low it is 0x76. */
    public static final int DEFAULT_ADDRESS = 0x77;

    static final int PRS_CFG = 0x06;
    static final int TMP_CFG = 0x07;

    /** The bits of the mode: what it measures. With both, the chip measures again and again. */
    private static final int PRESSURE = 0x1;

    private static final int TEMPERATURE = 0x2;
    private static final int BOTH = 0x7;
    /** From the bit of the mode to the flag that says that there is a value. */
    private static final int READY = 4;

    private static final int NOTHING = -1;
    /** The temperature after power-on. */
    private static final int NEVER_MEASURED = -0x800000;
    /** Data sheet, table 6: the coefficients are ready 40 ms after a reset. */
    private static final Duration START = Duration.ofMillis(40);
    /** The scale factors of the data sheet, table 9, by the code of the number of samples. */
    private static final int[] SCALE = {524288, 1572864, 3670016, 7864320, 253952, 516096, 1040384, 2088960};

    final Registers chip;
    /** Read until it is steady: a flag that is not set would be taken for a measurement. */
    final Register status;

    private final Bits mode;
    private final Bits rawPressure;
    private final Bits rawTemperature;
    private final Bits pressureSamples;
    private final Bits temperatureSamples;
    private final int rate;
    /** The calibration: c0, c1, c00, c10, c01, c11, c20, c21 and c30 of the data sheet. */
    private final double[] c;
    /** The registers of the values and settings; used with the bus locked. */
    private final byte[] block = new byte[8];
    /** The mode that the chip gets after a change of its settings; NOTHING if it has it. Used with the bus locked. */
    private int pending = NOTHING;

    private volatile double seaLevelPressure = 1013.25;

    /** Pressure in hPa and temperature in °C, the newest of each. */
    public record Measurements(double pressure, double temperature) {}

    public DPS310(I2C i2c) {
        this(i2c, DEFAULT_ADDRESS);
    }

    /**
     * Resets the chip, and returns after its first measurement.
     *
     * @throws blinka4j.DeviceNotFoundException if nothing answers at {@code address}, or another chip does
     */
    public DPS310(I2C i2c, int address) {
        this(i2c, address, 0);
    }

    /** @param rate the code of the first rate */
    DPS310(I2C i2c, int address, int rate) {
        chip = new Registers(i2c, address);
        status = chip.u8(0x08).steady();
        mode = chip.u8(0x08).bits(0, 3).alone();
        rawPressure = chip.u24be(0x00).bits(0, 24).signed();
        rawTemperature = chip.u24be(0x03).bits(0, 24).signed();
        pressureSamples = chip.u8(PRS_CFG).bits(0, 4);
        temperatureSamples = chip.u8(TMP_CFG).bits(0, 4);
        this.rate = rate;
        chip.u8(0x0D).require(0x10, "DPS310");
        status.bit(7).awaitSet(START.multipliedBy(2));
        ByteBuffer b = ByteBuffer.wrap(chip.u8(0x10).calibration(18));
        c = new double[] {
            b.getShort(0) >> 4,
            b.getShort(1) << 20 >> 20,
            b.getInt(3) >> 12,
            b.getInt(4) << 12 >> 12,
            b.getShort(8),
            b.getShort(10),
            b.getShort(12),
            b.getShort(14),
            b.getShort(16)
        };
        initialize();
    }

    /** Resets the chip, and measures again, with 64 samples for each value. Returns after the first measurement. */
    public final void initialize() {
        BusHold hold = chip.lock();
        try (hold) {
            restart(BOTH);
            chip.u8(PRS_CFG).set(rate << 4 | 6);
            chip.u8(TMP_CFG).set(rate << 4 | 6);
            settle();
        }
    }

    /** Resets the chip, and measures each value once, with one sample. */
    public final void reset() {
        BusHold hold = chip.lock();
        try (hold) {
            restart(0);
            settle();
        }
    }

    private void restart(int nextMode) {
        pending = nextMode;
        chip.u8(0x0C).set(0x89);
        chip.sleep(START);
    }

    /** Call this before a change of the number of samples, and {@link #settle} after it, with the bus locked. */
    final void keepMode() {
        settle();
        readBlock();
        pending = (int) status.get() & 7;
    }

    /** Ends a change of the mode itself. Call it with the bus locked. */
    final void keepNewMode() {
        pending = NOTHING;
    }

    /**
     * Ends a change, also one that failed: until there are new measurements, the values have the scale of before. Call it with the
     * bus locked.
     */
    final void settle() {
        if (pending == NOTHING) {
            return;
        }
        status.bits(6, 2).awaitSet(START.multipliedBy(2));
        mode.set(0);
        // From Infineon's library: some chips have a wrong fuse bit, and measure 60 °C.
        chip.u8(0x0E).set(0xA5);
        chip.u8(0x0F).set(0x96);
        chip.u8(0x62).set(0x02);
        chip.u8(0x0E).set(0);
        chip.u8(0x0F).set(0);
        // The coefficients are those of one of two sensors of temperature.
        chip.u8(TMP_CFG).steady().bit(7).set((int) chip.u8(0x28).steady().get() >> 7);
        // The results of more than 8 samples are to be shifted: data sheet, 7.5.
        int shiftPressure = (chip.u8(PRS_CFG).steady().get() & 0x7) > 3 ? 0x04 : 0;
        int shiftTemperature = (chip.u8(TMP_CFG).steady().get() & 0x7) > 3 ? 0x08 : 0;
        chip.u8(0x09).set(shiftPressure | shiftTemperature);
        measure(BOTH);
        if (pending != BOTH) {
            mode.set(pending);
        }
        pending = NOTHING;
    }

    /** Sets the mode, and waits for what it measures. Call it with the bus locked. */
    final void measure(int newMode) {
        mode.set(0);
        // Reading a value clears its flag.
        chip.readInto(0x00, block);
        mode.set(newMode);
        if ((newMode & TEMPERATURE) != 0) {
            await(TEMPERATURE);
        }
        if ((newMode & PRESSURE) != 0) {
            await(PRESSURE);
        }
    }

    /** Waits as long as a measurement of each value may take, with its pause. */
    private void await(int value) {
        long found = status.get();
        if ((found & (value << READY)) != 0) {
            return;
        }
        if ((found & value) == 0) {
            throw new IllegalStateException(
                    "%s at %s does not measure in its mode. Set another mode, or call initialize()."
                            .formatted(value == PRESSURE ? "pressure" : "temperature", chip));
        }
        long settings = chip.u16be(PRS_CFG).get();
        status.bits(READY + value - 1, 1)
                .awaitSet(Duration.ofMillis(50).plus(cycle(settings >> 8)).plus(cycle(settings)));
    }

    /** Data sheet, 4.9.3 and 7.3: 3.6 ms for one sample, 1.6 ms for another; and the pause. */
    private static Duration cycle(long settings) {
        long frequency = 1L << (settings >> 4 & 7);
        long samples = 1L << (settings & 7);
        return Duration.ofMillis(1000 / frequency).plusNanos(2_000_000 + 1_600_000 * samples);
    }

    /** Pressure in hPa. */
    public final double pressure() {
        BusHold hold = chip.lock();
        try (hold) {
            return hectopascals(read());
        }
    }

    /** Temperature in °C. */
    public final double temperature() {
        BusHold hold = chip.lock();
        try (hold) {
            return celsius(read());
        }
    }

    /** Both values, in one transfer. */
    public final Measurements measurements() {
        BusHold hold = chip.lock();
        try (hold) {
            double t = read();
            return new Measurements(hectopascals(t), celsius(t));
        }
    }

    /** Reads both values and their settings. Returns the raw temperature, scaled. */
    private double read() {
        settle();
        readBlock();
        return scaled(rawTemperature, temperatureSamples);
    }

    private void readBlock() {
        chip.readInto(0x00, block);
        if (rawTemperature.from(block, 0) == NEVER_MEASURED) {
            throw BusException.settingsLost(chip, getClass().getSimpleName());
        }
    }

    private double scaled(Bits raw, Bits samples) {
        int code = samples.from(block, 0);
        if (code >= SCALE.length) {
            throw chip.misread("samples of the code %s".formatted(code));
        }
        return raw.from(block, 0) / (double) SCALE[code];
    }

    /** Data sheet, 4.9.2. */
    private double celsius(double t) {
        return chip.plausible(c[0] / 2 + c[1] * t, -60, 105, "°C");
    }

    /** Data sheet, 4.9.1. */
    private double hectopascals(double t) {
        double p = scaled(rawPressure, pressureSamples);
        double pascals = c[2] + p * (c[3] + p * (c[6] + p * c[8])) + t * (c[4] + p * (c[5] + p * c[7]));
        return chip.plausible(pascals / 100, 200, 1400, "hPa");
    }

    /** Altitude in m, from the pressure and {@link #seaLevelPressure()}. */
    public final double altitude() {
        return 44330 * (1 - Math.pow(pressure() / seaLevelPressure, 0.1903));
    }

    /** Pressure at sea level in hPa, for {@link #altitude()}; 1013.25 at first. */
    public final double seaLevelPressure() {
        return seaLevelPressure;
    }

    public final void seaLevelPressure(double hectopascals) {
        if (!(hectopascals > 0 && hectopascals < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "seaLevelPressure cannot be %s hPa: expected more than 0, such as 1013.25".formatted(hectopascals));
        }
        seaLevelPressure = hectopascals;
    }

    /**
     * Waits for a temperature that was not read yet.
     *
     * @throws IllegalStateException if there is none, and the mode measures none
     */
    public final void waitTemperatureReady() {
        awaitReady(TEMPERATURE);
    }

    /**
     * Waits for a pressure that was not read yet.
     *
     * @throws IllegalStateException if there is none, and the mode measures none
     */
    public final void waitPressureReady() {
        awaitReady(PRESSURE);
    }

    private void awaitReady(int value) {
        BusHold hold = chip.lock();
        try (hold) {
            settle();
            await(value);
        }
    }
}
