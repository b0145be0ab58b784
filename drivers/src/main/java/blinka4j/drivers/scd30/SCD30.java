// SPDX-License-Identifier: MIT
package blinka4j.drivers.scd30;

import blinka4j.busdevice.I2CDevice;
import blinka4j.busdevice.WordCommands;
import blinka4j.busio.BusHold;
import blinka4j.busio.I2C;
import java.time.Duration;

/**
 * Sensirion SCD30 sensor of CO2, 0 to 40,000 ppm, temperature, −40 to 70 °C, and humidity, 0 to 100 %. It measures all the time.
 * The bus must run at 100 kHz or less, better at 50 kHz, and support clock stretching. Safe to share between threads.
 *
 * <p><a href="https://sensirion.com/resource/interface_description/i2c/scd30">Data sheet</a>; port of <a
 * href="https://github.com/adafruit/Adafruit_CircuitPython_SCD30">Adafruit_CircuitPython_SCD30</a>.
 */
public final class SCD30 {
    /** The only one. */
    public static final int SCD30_DEFAULT_ADDR = 0x61;

    private static final Duration SHORT = Duration.ofMillis(5);

    private final I2CDevice device;
    private final WordCommands chip;
    private volatile Measurements last = new Measurements(Double.NaN, Double.NaN, Double.NaN);

    /** CO2 in ppm, temperature in °C and relative humidity in %, measured together; NaN before the first measurement. */
    public record Measurements(double co2, double temperature, double relativeHumidity) {}

    /** Without an air pressure, at {@link #SCD30_DEFAULT_ADDR}. */
    public SCD30(I2C i2c) {
        this(i2c, 0);
    }

    /** As {@link #SCD30(I2C, int, int)}, at {@link #SCD30_DEFAULT_ADDR}. */
    public SCD30(I2C i2c, int ambientPressure) {
        this(i2c, ambientPressure, SCD30_DEFAULT_ADDR);
    }

    /**
     * Sets the interval to 2 s, and starts measuring.
     *
     * @param ambientPressure air pressure in hPa, 700 to 1400, or 0 if it is not known
     * @throws blinka4j.DeviceNotFoundException if nothing answers at {@code address}
     */
    public SCD30(I2C i2c, int ambientPressure, int address) {
        device = new I2CDevice(i2c, address);
        chip = new WordCommands(device);
        // The chip keeps it without power. Its memory wears out.
        if (measurementInterval() != 2) {
            measurementInterval(2);
        }
        ambientPressure(ambientPressure);
    }

    /** Resets the chip, and waits until it answers again, 2 s. Settings stay. */
    public void reset() {
        chip.send(Duration.ofSeconds(2), 0xD304);
    }

    /** Seconds from one measurement to the next: 2 to 1800. */
    public int measurementInterval() {
        return read(0x4600);
    }

    /** 2 to 1800 s. Kept without power. */
    public void measurementInterval(int seconds) {
        require("measurementInterval", seconds, 2, 1800, "s");
        write(0x4600, seconds);
    }

    /** True if the chip calibrates itself. It must then be in fresh air for an hour each day. */
    public boolean selfCalibrationEnabled() {
        return read(0x5306) == 1;
    }

    /** Kept without power. */
    public void selfCalibrationEnabled(boolean enabled) {
        write(0x5306, enabled ? 1 : 0);
    }

    /** True if there is a measurement that was not read. */
    public boolean dataAvailable() {
        return read(0x0202) == 1;
    }

    /** Air pressure in hPa, for CO2; 0 if the chip does not use it. */
    public int ambientPressure() {
        return read(0x0010);
    }

    /** Air pressure in hPa, for CO2, in place of {@link #altitude}: 700 to 1400, or 0. Starts measuring. */
    public void ambientPressure(int hectopascals) {
        if (hectopascals != 0) {
            require("ambientPressure", hectopascals, 700, 1400, "hPa");
        }
        write(0x0010, hectopascals);
    }

    /** Metres above the sea, 0 to 65535, for CO2; 0 if the chip does not use it. */
    public int altitude() {
        return read(0x5102);
    }

    /** 0 to 65535 m. Kept without power. */
    public void altitude(int metres) {
        require("altitude", metres, 0, 65_535, "m");
        write(0x5102, metres);
    }

    /** What the chip subtracts from the temperature, in °C, 0 to 655.35. */
    public double temperatureOffset() {
        return read(0x5403) / 100.0;
    }

    /** 0 to 655.35 °C in steps of 0.01 °C. Kept without power. */
    public void temperatureOffset(double celsius) {
        require("temperatureOffset", celsius, 0, 655.35, "°C");
        write(0x5403, (int) Math.round(100 * celsius));
    }

    /** The concentration with which the chip was calibrated last, 400 to 2000 ppm. */
    public int forcedRecalibrationReference() {
        return read(0x5204);
    }

    /** Calibrates the chip with the present concentration, 400 to 2000 ppm. It must have measured for 2 minutes before. */
    public void forcedRecalibrationReference(int ppm) {
        require("forcedRecalibrationReference", ppm, 400, 2000, "ppm");
        write(0x5204, ppm);
    }

    /** CO2 in ppm of {@link #measurements}, 0 to 10,000; NaN before the first measurement. */
    public double co2() {
        return measurements().co2;
    }

    /** Temperature in °C of {@link #measurements}; NaN before the first measurement. */
    public double temperature() {
        return measurements().temperature;
    }

    /** Relative humidity in %, 0 to 100, of {@link #measurements}; NaN before the first measurement. */
    public double relativeHumidity() {
        return measurements().relativeHumidity;
    }

    /**
     * The newest measurement, read from the chip if it is new.
     *
     * @throws blinka4j.BusException of kind CHECKSUM if the reply was changed on the way
     */
    public Measurements measurements() {
        BusHold hold = device.lock();
        try (hold) {
            if (dataAvailable()) {
                int[] words = chip.query(SHORT, 6, 0x0300);
                last = new Measurements(number(words, 0), number(words, 2), number(words, 4));
            }
            return last;
        }
    }

    private static double number(int[] words, int at) {
        return Float.intBitsToFloat((words[at] << 16) | words[at + 1]);
    }

    private int read(int command) {
        return chip.query(SHORT, 1, command)[0];
    }

    private void write(int command, int value) {
        chip.send(Duration.ofMillis(50), command, value);
    }

    private static void require(String property, double value, double least, double most, String unit) {
        if (!(value >= least && value <= most)) {
            throw new IllegalArgumentException(
                    "%s cannot be %s %s: expected %s to %s".formatted(property, value, unit, least, most));
        }
    }
}
