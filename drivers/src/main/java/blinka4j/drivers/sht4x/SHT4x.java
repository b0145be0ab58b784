// SPDX-License-Identifier: MIT
package blinka4j.drivers.sht4x;

import blinka4j.busdevice.I2CDevice;
import blinka4j.busio.I2C;
import blinka4j.checksum.Crc8;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Objects;

/**
 * Sensirion SHT40, SHT41, SHT43 and SHT45 humidity and temperature sensors with a heater: 0 to 100 %, −40 to 125 °C. Each
 * reading is a new measurement and locks the bus for the time of its {@link Mode}. Safe to share between threads.
 *
 * <p><a href="https://sensirion.com/resource/datasheet/sht4x">Data sheet</a>; port of <a
 * href="https://github.com/adafruit/Adafruit_CircuitPython_SHT4x">Adafruit_CircuitPython_SHT4x</a>.
 */
public final class SHT4x {
    /** The types named …-AD1x. Those named …-BD1x have 0x45, …-CD1x 0x46. */
    public static final int DEFAULT_ADDRESS = 0x44;

    private final I2CDevice device;
    private volatile Mode mode = Mode.NOHEAT_HIGHPRECISION;

    /**
     * Precision and heater of a measurement. High precision takes 8.3 ms, medium 4.5 ms, low 1.7 ms. The heater has 200, 110 or
     * 20 mW, for 1 s or 0.1 s before the measurement. Use it for at most a tenth of the time, and only up to 65 °C.
     */
    public enum Mode {
        NOHEAT_HIGHPRECISION(0xFD, 8_300),
        NOHEAT_MEDPRECISION(0xF6, 4_500),
        NOHEAT_LOWPRECISION(0xE0, 1_700),
        HIGHHEAT_1S(0x39, 1_100_000),
        HIGHHEAT_100MS(0x32, 110_000),
        MEDHEAT_1S(0x2F, 1_100_000),
        MEDHEAT_100MS(0x24, 110_000),
        LOWHEAT_1S(0x1E, 1_100_000),
        LOWHEAT_100MS(0x15, 110_000);

        private final int command;
        private final Duration time;

        Mode(int command, long micros) {
            this.command = command;
            this.time = Duration.ofNanos(1000 * micros);
        }
    }

    /** Temperature in °C and relative humidity in %, 0 to 100, measured together. */
    public record Measurements(double temperature, double relativeHumidity) {}

    public SHT4x(I2C i2c) {
        this(i2c, DEFAULT_ADDRESS);
    }

    /** @throws blinka4j.DeviceNotFoundException if nothing answers at {@code address} */
    public SHT4x(I2C i2c, int address) {
        device = new I2CDevice(i2c, address);
        reset();
    }

    /** The serial number, 32 bits. */
    public long serialNumber() {
        ByteBuffer reply = query(0x89, Duration.ofMillis(1));
        return ((long) reply.getChar(0) << 16) | reply.getChar(3);
    }

    /** Resets the sensor. {@link #mode()} stays. */
    public void reset() {
        device.query(Duration.ofMillis(1), 0, 0x94);
    }

    /** {@link Mode#NOHEAT_HIGHPRECISION} at first. */
    public Mode mode() {
        return mode;
    }

    public void mode(Mode mode) {
        this.mode = Objects.requireNonNull(mode, "mode");
    }

    /** Relative humidity in %, 0 to 100. */
    public double relativeHumidity() {
        return measurements().relativeHumidity;
    }

    /** Temperature in °C. */
    public double temperature() {
        return measurements().temperature;
    }

    /** @throws blinka4j.BusException of kind CHECKSUM if the reply was changed on the way or is too short */
    public Measurements measurements() {
        Mode now = mode;
        ByteBuffer reply = query(now.command, now.time);
        double humidity = -6 + 125 * reply.getChar(3) / 65535.0;
        return new Measurements(-45 + 175 * reply.getChar(0) / 65535.0, Math.max(0, Math.min(100, humidity)));
    }

    /** Two words of 16 bits, each with its checksum. */
    private ByteBuffer query(int command, Duration time) {
        return ByteBuffer.wrap(Crc8.SENSIRION.requireAfterEach(2, device.query(time, 6, command), device));
    }
}
