// SPDX-License-Identifier: MIT
package blinka4j.drivers.dps310;

import blinka4j.busio.BusHold;
import blinka4j.busio.I2C;
import blinka4j.register.Bits;
import blinka4j.register.Registers;
import java.time.Duration;

/**
 * Infineon DPS310 pressure (300 to 1200 hPa) and temperature (−40 to 85 °C) sensor, which measures once a second.
 * {@link DPS310_Advanced} has other rates and modes. Safe to share between threads.
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
    static final int MEAS_CFG = 0x08;
    static final int CFG_REG = 0x09;
    /** The longest time between two measurements, and more. */
    static final Duration LIMIT = Duration.ofSeconds(2);

    /** The scale factors of the data sheet, table 9, by the code of the number of samples. */
    private static final int[] SCALE = {524288, 1572864, 3670016, 7864320, 253952, 516096, 1040384, 2088960};

    final Registers chip;
    /** The values and settings as they were last read; used with the bus locked. */
    private final byte[] block = new byte[9];

    private final Bits rawPressure;
    private final Bits rawTemperature;
    private final Bits pressureSamples;
    private final Bits temperatureSamples;
    private Coefficients c;
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
        chip = new Registers(i2c, address);
        rawPressure = chip.u24be(0x00).bits(0, 24).signed();
        rawTemperature = chip.u24be(0x03).bits(0, 24).signed();
        pressureSamples = chip.u8(PRS_CFG).bits(0, 4);
        temperatureSamples = chip.u8(TMP_CFG).bits(0, 4);
        chip.u8(0x0D).require(0x10, "DPS310");
        c = start();
    }

    /** Resets the chip, and measures again: once a second, with 64 samples for each value. Returns after the first measurement. */
    public final void initialize() {
        c = start();
    }

    private Coefficients start() {
        return chip.exclusively(() -> {
            Coefficients read = restart();
            chip.u8(PRS_CFG).set(0x06);
            chip.u8(TMP_CFG).bits(0, 7).set(0x06);
            // The results of more than 8 samples are shifted: data sheet, 7.5.
            chip.u8(CFG_REG).bits(2, 2).set(3);
            chip.u8(MEAS_CFG).bits(0, 3).set(7);
            waitTemperatureReady();
            waitPressureReady();
            return read;
        });
    }

    /** Resets the chip. It then measures nothing until {@link #initialize()}, or a mode is set. */
    public final void reset() {
        c = chip.exclusively(this::restart);
    }

    private Coefficients restart() {
        chip.u8(0x0C).set(0x89);
        // Data sheet, table 6: 12 ms until the sensor is ready, 40 ms until the coefficients are.
        chip.sleep(Duration.ofMillis(12));
        chip.u8(MEAS_CFG).bit(6).awaitSet(Duration.ofMillis(100));
        chip.u8(MEAS_CFG).bit(7).awaitSet(Duration.ofMillis(100));
        // From Infineon's library: some chips have a wrong fuse bit, and measure 60 °C.
        chip.u8(0x0E).set(0xA5);
        chip.u8(0x0F).set(0x96);
        chip.u8(0x62).set(0x02);
        chip.u8(0x0E).set(0);
        chip.u8(0x0F).set(0);
        Coefficients read = new Coefficients(chip.u8(0x10).calibration(18));
        // Temperature is measured with the sensor of the calibration.
        chip.u8(TMP_CFG).set(chip.u8(0x28).steady().get() & 0x80);
        return read;
    }

    /** Pressure in hPa. */
    public final double pressure() {
        return measurements().pressure;
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
            double p = rawPressure.from(block, 0) / (double) scale(pressureSamples);
            return new Measurements(chip.plausible(c.pascals(p, t) / 100, 200, 1400, "hPa"), celsius(t));
        }
    }

    /** Returns the scaled raw temperature. */
    private double read() {
        chip.readInto(0x00, block);
        return rawTemperature.from(block, 0) / (double) scale(temperatureSamples);
    }

    private double celsius(double scaled) {
        return chip.plausible(c.celsius(scaled), -60, 105, "°C");
    }

    private int scale(Bits samples) {
        int code = samples.from(block, 0);
        if (code >= SCALE.length) {
            throw chip.misread("%s samples of code".formatted(code));
        }
        return SCALE[code];
    }

    /** Altitude in m, from the pressure and {@link #seaLevelPressure()}. */
    public final double altitude() {
        return 44330 * (1 - Math.pow(pressure() / seaLevelPressure, 0.1903));
    }

    /** The pressure at sea level in hPa, for {@link #altitude()}; 1013.25 at first. */
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

    /** Waits until a temperature has been measured that was not read yet: at most 2 s. */
    public final void waitTemperatureReady() {
        chip.u8(MEAS_CFG).bit(5).awaitSet(LIMIT);
    }

    /** Waits until a pressure has been measured that was not read yet: at most 2 s. */
    public final void waitPressureReady() {
        chip.u8(MEAS_CFG).bit(4).awaitSet(LIMIT);
    }
}
