// SPDX-License-Identifier: MIT
package blinka4j.drivers.scd4x;

import blinka4j.BusException;
import blinka4j.BusException.Kind;
import blinka4j.busdevice.I2CDevice;
import blinka4j.busdevice.WordCommands;
import blinka4j.busio.BusHold;
import blinka4j.busio.I2C;
import java.nio.ByteBuffer;
import java.time.Duration;

/**
 * Sensirion SCD40 and SCD41 sensors of CO2, 0 to 40,000 ppm, temperature, −10 to 60 °C, and humidity, 0 to 100 %. While it
 * measures periodically, the chip refuses settings and commands: call {@link #stopPeriodicMeasurement} before, where it is not
 * said that the method does. Safe to share between threads.
 *
 * <p><a href="https://sensirion.com/resource/datasheet/scd4x">Data sheet</a>; port of <a
 * href="https://github.com/adafruit/Adafruit_CircuitPython_SCD4X">Adafruit_CircuitPython_SCD4X</a>.
 */
public final class SCD4X {
    /** The only one. */
    public static final int SCD4X_DEFAULT_ADDR = 0x62;

    private static final Duration SHORT = Duration.ofMillis(1);

    private final I2CDevice device;
    private final WordCommands chip;
    private volatile Measurements last = new Measurements(Double.NaN, Double.NaN, Double.NaN);

    /** CO2 in ppm, temperature in °C and relative humidity in %, measured together; NaN before the first measurement. */
    public record Measurements(double co2, double temperature, double relativeHumidity) {}

    /** As {@link #SCD4X(I2C, int)}, at {@link #SCD4X_DEFAULT_ADDR}. */
    public SCD4X(I2C i2c) {
        this(i2c, SCD4X_DEFAULT_ADDR);
    }

    /**
     * Stops a periodic measurement.
     *
     * @throws blinka4j.DeviceNotFoundException if nothing answers at {@code address}
     */
    public SCD4X(I2C i2c, int address) {
        device = new I2CDevice(i2c, address);
        chip = new WordCommands(device);
        stopPeriodicMeasurement();
    }

    /** CO2 in ppm of {@link #measurements}, 0 to 40,000. */
    public double co2() {
        return measurements().co2;
    }

    /** Temperature in °C of {@link #measurements}. */
    public double temperature() {
        return measurements().temperature;
    }

    /** Relative humidity in %, 0 to 100, of {@link #measurements}. */
    public double relativeHumidity() {
        return measurements().relativeHumidity;
    }

    /**
     * The newest measurement, read from the chip if it is new. {@link #dataReady()} tells before whether it is. Otherwise this is the last
     * one that was read, as in CircuitPython, also after {@link #stopPeriodicMeasurement()}. A chip whose power failed makes none, and does
     * not report that: then this stays the same.
     *
     * @throws BusException of kind CHECKSUM if the reply was changed on the way
     */
    public Measurements measurements() {
        BusHold hold = device.lock();
        try (hold) {
            if (dataReady()) {
                int[] words = query(SHORT, 3, 0xEC05);
                last = new Measurements(words[0], -45 + 175 * words[1] / 65535.0, 100 * words[2] / 65535.0);
            }
            return last;
        }
    }

    /** Measures once and waits for it, 5 s. The SCD40 cannot. */
    public void measureSingleShot() {
        send(Duration.ofSeconds(5), 0x219D);
    }

    /** Measures temperature and humidity once and waits for it, 50 ms. CO2 is then 0. The SCD40 cannot. */
    public void measureSingleShotRhtOnly() {
        send(Duration.ofMillis(50), 0x2196);
    }

    /** Stops a periodic measurement and loads the settings from the EEPROM. */
    public void reinit() {
        stopAnd(() -> send(Duration.ofMillis(30), 0x3646));
    }

    /** Stops a periodic measurement and sets the EEPROM and the calibration back. */
    public void factoryReset() {
        stopAnd(() -> send(Duration.ofMillis(1200), 0x3632));
    }

    /**
     * Stops a periodic measurement and calibrates with the present concentration, 0 to 65535 ppm. The chip must have measured for
     * 3 minutes before.
     *
     * @throws BusException of kind OTHER if the chip did not calibrate
     */
    public void forceCalibration(int targetCo2) {
        int target = word("targetCo2", targetCo2, "ppm");
        stopAnd(() -> {
            if (query(Duration.ofMillis(400), 1, 0x362F, target)[0] == 0xFFFF) {
                throw new BusException(
                        Kind.OTHER,
                        "%s did not calibrate. It must measure for 3 minutes before. Start it, wait, and try again."
                                .formatted(device));
            }
        });
    }

    /** True if the chip calibrates itself, from the lowest concentration of a week. True after a factory reset. */
    public boolean selfCalibrationEnabled() {
        return query(SHORT, 1, 0x2313)[0] == 1;
    }

    /** Lost without {@link #persistSettings}. */
    public void selfCalibrationEnabled(boolean enabled) {
        send(SHORT, 0x2416, enabled ? 1 : 0);
    }

    /**
     * Stops a periodic measurement and tests the chip, for 10 s.
     *
     * @throws BusException of kind OTHER if the chip is broken
     */
    public void selfTest() {
        stopAnd(() -> {
            int result = query(Duration.ofSeconds(10), 1, 0x3639)[0];
            if (result != 0) {
                throw new BusException(
                        Kind.OTHER, "%s is broken: its self test gave 0x%04x. Replace it.".formatted(device, result));
            }
        });
    }

    /** True if there is a measurement that was not read: while measuring every 5 s, or 30 s with low power. */
    public boolean dataReady() {
        return (query(SHORT, 1, 0xE4B8)[0] & 0x07FF) != 0;
    }

    /** The serial number, 6 bytes. */
    public byte[] serialNumber() {
        ByteBuffer number = ByteBuffer.allocate(6);
        for (int word : query(SHORT, 3, 0x3682)) {
            number.putShort((short) word);
        }
        return number.array();
    }

    /** Ends a periodic measurement, and waits for it, 0.5 s. Most settings need it. */
    public void stopPeriodicMeasurement() {
        send(Duration.ofMillis(500), 0x3F86);
    }

    /** Measures every 5 s. */
    public void startPeriodicMeasurement() {
        send(Duration.ZERO, 0x21B1);
    }

    /** Measures every 30 s. */
    public void startLowPeriodicMeasurement() {
        send(Duration.ZERO, 0x21AC);
    }

    /** Writes the temperature's offset, the altitude and the self calibration into the EEPROM, which can be written 2000 times. */
    public void persistSettings() {
        send(Duration.ofMillis(800), 0x3615);
    }

    /** Air pressure in hPa, for CO2, in place of {@link #altitude}: the chip is made for 700 to 1200. Also while measuring. */
    public void setAmbientPressure(int hectopascals) {
        send(SHORT, 0xE000, word("ambientPressure", hectopascals, "hPa"));
    }

    /** What the chip subtracts from the temperature, in °C, 0 to 175 in steps of 0.0027. 4 after a factory reset. */
    public double temperatureOffset() {
        return query(SHORT, 1, 0x2318)[0] * 175 / 65535.0;
    }

    /** 0 to 175 °C. Lost without {@link #persistSettings}. */
    public void temperatureOffset(double celsius) {
        if (!(celsius >= 0 && celsius <= 175)) {
            throw new IllegalArgumentException(
                    "temperatureOffset cannot be %s °C: expected 0 to 175 °C".formatted(celsius));
        }
        send(SHORT, 0x241D, (int) Math.round(celsius * 65535 / 175));
    }

    /** Metres above the sea, 0 to 65535, for CO2. 0 after a factory reset. */
    public int altitude() {
        return query(SHORT, 1, 0x2322)[0];
    }

    /** 0 to 65535 m. Lost without {@link #persistSettings}. */
    public void altitude(int metres) {
        send(SHORT, 0x2427, word("altitude", metres, "m"));
    }

    private static int word(String what, int value, String unit) {
        if (value < 0 || value > 0xFFFF) {
            throw new IllegalArgumentException("%s cannot be %s %s: expected 0 to 65535".formatted(what, value, unit));
        }
        return value;
    }

    private void send(Duration wait, int command, int... arguments) {
        query(wait, 0, command, arguments);
    }

    private int[] query(Duration wait, int count, int command, int... arguments) {
        try {
            return chip.query(wait, count, command, arguments);
        } catch (BusException e) {
            String cure =
                    "%s refuses this, as most while it measures, or is gone. Call stopPeriodicMeasurement() first.";
            throw e.kind() == Kind.NO_ACKNOWLEDGE
                    ? new BusException(e.kind(), e.errno(), cure.formatted(device), e)
                    : e;
        }
    }

    private void stopAnd(Runnable command) {
        BusHold hold = device.lock();
        try (hold) {
            stopPeriodicMeasurement();
            command.run();
        }
    }
}
