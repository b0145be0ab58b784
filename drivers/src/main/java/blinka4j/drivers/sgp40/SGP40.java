// SPDX-License-Identifier: MIT
package blinka4j.drivers.sgp40;

import blinka4j.BusException;
import blinka4j.BusException.Kind;
import blinka4j.DeviceNotFoundException;
import blinka4j.busdevice.I2CDevice;
import blinka4j.busdevice.WordCommands;
import blinka4j.busio.BusHold;
import blinka4j.busio.I2C;
import java.time.Duration;

/**
 * Sensirion SGP40 sensor of organic gases in the air. Temperature and humidity change its signal: give them to {@link #measureRaw}
 * or {@link #measureIndex}. Safe to share between threads.
 *
 * <p><a href="https://sensirion.com/resource/datasheet/sgp40">Data sheet</a>; port of <a
 * href="https://github.com/adafruit/Adafruit_CircuitPython_SGP40">Adafruit_CircuitPython_SGP40</a>.
 */
public final class SGP40 {
    /** The only one. */
    public static final int DEFAULT_ADDRESS = 0x59;

    private static final Duration SHORT = Duration.ofMillis(10);
    private static final int PASSED = 0xD400;

    private final I2CDevice device;
    private final WordCommands chip;
    // What raw() tells the chip, and the air of the last hours. Used with the bus locked.
    private int humidityTicks = 0x8000;
    private int temperatureTicks = 0x6666;
    private final VOCAlgorithm algorithm = new VOCAlgorithm();

    /** As {@link #SGP40(I2C, int)}, at {@link #DEFAULT_ADDRESS}. */
    public SGP40(I2C i2c) {
        this(i2c, DEFAULT_ADDRESS);
    }

    /** @throws DeviceNotFoundException if nothing answers at {@code address}, or another chip does */
    public SGP40(I2C i2c, int address) {
        device = new I2CDevice(i2c, address);
        chip = new WordCommands(device);
        initialize();
    }

    /**
     * Checks the id of the chip, and lets it test itself, which takes 0.32 s.
     *
     * @throws BusException of kind OTHER if the chip finds that it is broken
     */
    public void initialize() {
        BusHold hold = device.lock();
        try (hold) {
            int serial = chip.query(SHORT, 3, 0x3682)[0];
            int features = chip.query(SHORT, 1, 0x202F)[0];
            if (serial != 0 || features >> 8 != 0x32) {
                throw new DeviceNotFoundException(
                        "SGP40",
                        device,
                        "serial number 0x%04x…, feature set 0x%04x (expected 0x0000…, 0x32..)"
                                .formatted(serial, features));
            }
            int result = chip.query(Duration.ofMillis(320), 1, 0x280E)[0];
            if (result != PASSED) {
                throw new BusException(
                        Kind.OTHER,
                        "%s failed its own test: 0x%04x. Check its supply. If it fails again, the chip is broken."
                                .formatted(device, result));
            }
        }
    }

    /**
     * The signal with the temperature and humidity of the last {@link #measureRaw} or {@link #measureIndex}; 25 °C and 50 % at
     * first. 0 to 65535; the more gas, the less.
     *
     * @throws BusException of kind CHECKSUM if the reply was changed on the way
     */
    public int raw() {
        BusHold hold = device.lock();
        try (hold) {
            return chip.query(Duration.ofMillis(30), 1, 0x260F, humidityTicks, temperatureTicks)[0];
        }
    }

    /** {@link #raw()} at 25 °C and 50 %. */
    public int measureRaw() {
        return measureRaw(25, 50);
    }

    /**
     * {@link #raw()} at this temperature in °C and relative humidity in %. What is out of the chip's range, −45 to 130 °C and 0 to
     * 100 %, counts as its end.
     *
     * @throws IllegalArgumentException if one of them is NaN
     */
    public int measureRaw(double temperature, double relativeHumidity) {
        // As in Sensirion's code, only the humidity is rounded.
        int celsius = ticks("temperature", (temperature + 45) * 65535 / 175);
        int percent = ticks("relativeHumidity", relativeHumidity * 65535 / 100 + 0.5);
        BusHold hold = device.lock();
        try (hold) {
            temperatureTicks = celsius;
            humidityTicks = percent;
            return raw();
        }
    }

    /** {@link #measureIndex(double, double)} at 25 °C and 50 %. */
    public int measureIndex() {
        return measureIndex(25, 50);
    }

    /**
     * How the air is, compared with the last 12 hours: 100 as usual, more if there is more gas, up to 500. 0 in the first 46 calls.
     * Call it once per second.
     *
     * @param temperature in °C, and {@code relativeHumidity} in %, as in {@link #measureRaw(double, double)}
     */
    public int measureIndex(double temperature, double relativeHumidity) {
        BusHold hold = device.lock();
        try (hold) {
            return algorithm.vocalgorithmProcess(measureRaw(temperature, relativeHumidity));
        }
    }

    private static int ticks(String property, double ticks) {
        if (Double.isNaN(ticks)) {
            throw new IllegalArgumentException("%s cannot be NaN: expected a number".formatted(property));
        }
        return (int) Math.max(0, Math.min(65535, ticks));
    }
}
