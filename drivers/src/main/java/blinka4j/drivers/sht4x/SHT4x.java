// SPDX-License-Identifier: MIT
package blinka4j.drivers.sht4x;

import blinka4j.busdevice.I2CDevice;
import blinka4j.busio.BusHold;
import blinka4j.busio.I2C;
import blinka4j.checksum.Crc8;
import java.time.Duration;
import java.util.Arrays;

/**
 * Sensirion SHT40, SHT41, SHT43 and SHT45, sensors of humidity and temperature with a heater.
 *
 * <p><a href="https://sensirion.com/resource/datasheet/sht4x">Data sheet</a>; port of <a
 * href="https://github.com/adafruit/Adafruit_CircuitPython_SHT4x">Adafruit_CircuitPython_SHT4x</a>.
 *
 * <p>Each reading of a value is a measurement of its own and holds the bus as long as its {@link Mode} takes. Safe to
 * share between threads.
 */
public final class SHT4x {
    /** Of the types named …-AD1x; those named …-BD1x have 0x45, …-CD1x 0x46. */
    public static final int DEFAULT_ADDRESS = 0x44;

    private static final int READ_SERIAL_NUMBER = 0x89;
    private static final int SOFT_RESET = 0x94;
    private static final Duration COMMAND_TIME = Duration.ofMillis(1);
    private static final double FULL_SCALE = 65535;

    /** With its checksum after it, this completes only the higher byte 0xff to a word: a value that is never measured. */
    private static final byte NO_REPLY = 0x00;

    private final I2CDevice device;
    /** Two words, each followed by its checksum; used with the bus held. */
    private final byte[] reply = new byte[6];

    private volatile Mode mode = Mode.NOHEAT_HIGHPRECISION;

    /**
     * Heater and precision of a measurement. Sensirion allows the heater at most a tenth of the time, and only up to
     * 65 °C.
     */
    public enum Mode {
        /** No heater, high precision, 8.3 ms. */
        NOHEAT_HIGHPRECISION(0xFD, 8_300),
        /** No heater, medium precision, 4.5 ms. */
        NOHEAT_MEDPRECISION(0xF6, 4_500),
        /** No heater, low precision, 1.7 ms. */
        NOHEAT_LOWPRECISION(0xE0, 1_700),
        /** Heats with 200 mW for 1 s, then measures. */
        HIGHHEAT_1S(0x39, 1_100_000),
        /** Heats with 200 mW for 0.1 s, then measures. */
        HIGHHEAT_100MS(0x32, 110_000),
        /** Heats with 110 mW for 1 s, then measures. */
        MEDHEAT_1S(0x2F, 1_100_000),
        /** Heats with 110 mW for 0.1 s, then measures. */
        MEDHEAT_100MS(0x24, 110_000),
        /** Heats with 20 mW for 1 s, then measures. */
        LOWHEAT_1S(0x1E, 1_100_000),
        /** Heats with 20 mW for 0.1 s, then measures. */
        LOWHEAT_100MS(0x15, 110_000);

        private final int command;
        /** The data sheet's longest. */
        private final Duration time;

        Mode(int command, long micros) {
            this.command = command;
            this.time = Duration.ofNanos(1000 * micros);
        }
    }

    /**
     * Two values of the same moment.
     *
     * @param temperature in °C
     * @param relativeHumidity in %, 0 to 100
     */
    public record Measurements(double temperature, double relativeHumidity) {}

    /** The sensor at {@link #DEFAULT_ADDRESS}. */
    public SHT4x(I2C i2c) {
        this(i2c, DEFAULT_ADDRESS);
    }

    /** @throws blinka4j.DeviceNotFoundException if nothing answers at {@code address} */
    public SHT4x(I2C i2c, int address) {
        device = new I2CDevice(i2c, address);
        reset();
    }

    /** The sensor's own number, 32 bits. */
    public long serialNumber() {
        BusHold hold = device.lock();
        try (hold) {
            query(READ_SERIAL_NUMBER, COMMAND_TIME);
            return ((long) word(0) << 16) | word(3);
        }
    }

    /** Puts the sensor in the state in which it is switched on; {@link #mode()} stays. */
    public void reset() {
        BusHold hold = device.lock();
        try (hold) {
            device.write(SOFT_RESET);
            device.sleep(COMMAND_TIME);
        }
    }

    /** How measurements are made; {@link Mode#NOHEAT_HIGHPRECISION} unless changed. */
    public Mode mode() {
        return mode;
    }

    public void mode(Mode mode) {
        this.mode = mode;
    }

    /** In %, 0 to 100. */
    public double relativeHumidity() {
        return measurements().relativeHumidity;
    }

    /** In °C. */
    public double temperature() {
        return measurements().temperature;
    }

    /**
     * Temperature and humidity of one measurement.
     *
     * @throws blinka4j.BusException of kind CHECKSUM if bytes were changed on the way
     */
    public Measurements measurements() {
        Mode now = mode;
        BusHold hold = device.lock();
        try (hold) {
            query(now.command, now.time);
            double temperature = -45 + 175 * word(0) / FULL_SCALE;
            double humidity = -6 + 125 * word(3) / FULL_SCALE;
            return new Measurements(temperature, Math.max(0, Math.min(100, humidity)));
        }
    }

    private void query(int command, Duration time) {
        device.write(command);
        device.sleep(time);
        // Otherwise what a read leaves out would be the last reply, whose checksum is right.
        Arrays.fill(reply, NO_REPLY);
        device.readInto(reply);
        Crc8.SENSIRION.requireAfterEach(2, reply, device);
    }

    private int word(int at) {
        return ((reply[at] & 0xff) << 8) | (reply[at + 1] & 0xff);
    }
}
