// SPDX-License-Identifier: MIT
package blinka4j.drivers.sgp30;

import blinka4j.DeviceNotFoundException;
import blinka4j.busdevice.I2CDevice;
import blinka4j.busdevice.WordCommands;
import blinka4j.busio.I2C;
import java.time.Duration;

/**
 * Sensirion SGP30 sensor of air quality. Call {@link #iaqMeasure} once per second: the chip adapts to the air in this rhythm. In
 * the first 15 s it says 400 ppm and 0 ppb. Safe to share between threads.
 *
 * <p><a href="https://sensirion.com/resource/datasheet/sgp30">Data sheet</a>; port of <a
 * href="https://github.com/adafruit/Adafruit_CircuitPython_SGP30">Adafruit_CircuitPython_SGP30</a>.
 */
public final class SGP30 {
    /** The only one. */
    public static final int DEFAULT_ADDRESS = 0x58;

    private static final Duration SHORT = Duration.ofMillis(10);

    private final WordCommands chip;
    private final int[] serial;

    /** As much CO2 as there usually is with so much gas, 400 to 60,000 ppm; and organic gases, 0 to 60,000 ppb. */
    public record AirQuality(int eCO2, int tvoc) {}

    /** What the chip has adapted to, two numbers without unit, 0 to 65535. Give it to {@link #setIaqBaseline} after the next start. */
    public record Baseline(int eCO2, int tvoc) {}

    /** 512 times the logarithm of the resistance for hydrogen and for ethanol, 0 to 65535. */
    public record RawSignals(int h2, int ethanol) {}

    public SGP30(I2C i2c) {
        this(i2c, DEFAULT_ADDRESS);
    }

    /**
     * Starts measuring, with no baseline.
     *
     * @throws DeviceNotFoundException if nothing answers at {@code address}, or another chip does
     */
    public SGP30(I2C i2c, int address) {
        chip = new WordCommands(new I2CDevice(i2c, address));
        serial = chip.query(SHORT, 3, 0x3682);
        int features = chip.query(SHORT, 1, 0x202F)[0];
        // The product is 0, its version 1. The lowest five bits change.
        if ((features & 0xF0E0) != 0x0020) {
            throw new DeviceNotFoundException(
                    "SGP30", chip, "feature set 0x%04x (expected 0x0020 in 0xf0e0)".formatted(features));
        }
        iaqInit();
    }

    /** Three words of 16 bits. */
    public int[] serial() {
        return serial.clone();
    }

    /** Organic gases, 0 to 60,000 ppb, of {@link #iaqMeasure}. */
    public int tvoc() {
        return iaqMeasure().tvoc;
    }

    /** Of {@link #getIaqBaseline()}: 0 to 65535, without unit. */
    public int baselineTvoc() {
        return getIaqBaseline().tvoc;
    }

    /** CO2, 400 to 60,000 ppm, of {@link #iaqMeasure}. */
    public int eCO2() {
        return iaqMeasure().eCO2;
    }

    /** Of {@link #getIaqBaseline()}: 0 to 65535, without unit. */
    public int baselineECO2() {
        return getIaqBaseline().eCO2;
    }

    /** Of {@link #rawMeasure}: 0 to 65535. */
    public int ethanol() {
        return rawMeasure().ethanol;
    }

    /** Of {@link #rawMeasure}: 0 to 65535. */
    public int h2() {
        return rawMeasure().h2;
    }

    /** Starts again, with no baseline. */
    public void iaqInit() {
        chip.send(SHORT, 0x2003);
    }

    /** @throws blinka4j.BusException of kind CHECKSUM if the reply was changed on the way */
    public AirQuality iaqMeasure() {
        int[] words = chip.query(Duration.ofMillis(12), 2, 0x2008);
        return new AirQuality(words[0], words[1]);
    }

    /** Both signals of one measurement, which takes 25 ms. */
    public RawSignals rawMeasure() {
        int[] words = chip.query(Duration.ofMillis(25), 2, 0x2050);
        return new RawSignals(words[0], words[1]);
    }

    /** What the chip has adapted to, for {@link #setIaqBaseline} after the next start. */
    public Baseline getIaqBaseline() {
        int[] words = chip.query(SHORT, 2, 0x2015);
        return new Baseline(words[0], words[1]);
    }

    /** Both 0 to 65535, not both 0. Not older than a week. */
    public void setIaqBaseline(int eCO2, int tvoc) {
        if (eCO2 == 0 && tvoc == 0) {
            throw new IllegalArgumentException(
                    "the baseline cannot be 0 and 0: give one that getIaqBaseline() returned");
        }
        chip.send(SHORT, 0x201E, tvoc, eCO2);
    }

    /** Water in the air, 0 to 255.99 g/m³, in steps of 1/256 g/m³; 0 for 11.57 g/m³. */
    public void setIaqHumidity(double gramsPerCubicMetre) {
        double steps = Math.rint(256 * gramsPerCubicMetre);
        if (!(gramsPerCubicMetre >= 0 && steps <= 0xFFFF)) {
            throw new IllegalArgumentException(
                    "humidity cannot be %s g/m³: expected 0 to 255.99".formatted(gramsPerCubicMetre));
        }
        chip.send(SHORT, 0x2061, (int) steps);
    }

    /** The same from temperature in °C and relative humidity in %. Dry air is 1/256 g/m³: 0 has another meaning. */
    public void setIaqRelativeHumidity(double celsius, double relativeHumidity) {
        double pressure = relativeHumidity / 100 * 6.112 * Math.exp(17.62 * celsius / (243.12 + celsius));
        double grams = 216.7 * pressure / (273.15 + celsius);
        setIaqHumidity(relativeHumidity >= 0 ? Math.max(1 / 256.0, grams) : Double.NaN);
    }
}
