// SPDX-License-Identifier: MIT
package blinka4j.drivers.htu21d;

import blinka4j.BusException;
import blinka4j.BusException.Kind;
import blinka4j.busdevice.I2CDevice;
import blinka4j.busio.BusHold;
import blinka4j.busio.I2C;
import blinka4j.checksum.Crc8;
import blinka4j.register.Bits;
import blinka4j.register.Register;
import blinka4j.register.Registers;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * TE Connectivity HTU21D humidity and temperature sensor: 0 to 100 %, −40 to 125 °C. It has no id. A reading is a new
 * measurement, or that of {@link #measurement}. Safe to share between threads.
 *
 * <p><a href="https://cdn-shop.adafruit.com/datasheets/1899_HTU21D.pdf">Data sheet</a>; port of <a
 * href="https://github.com/adafruit/Adafruit_CircuitPython_HTU21D">Adafruit_CircuitPython_HTU21D</a>.
 */
public final class HTU21D {
    public static final int DEFAULT_ADDRESS = 0x40;

    private final I2CDevice device;
    private final Register user;
    private final Bits settings;
    /** The measurement that was started. Used with the bus locked. */
    private @Nullable Measurement pending;

    /** What to measure: the humidity in 16 ms, or the temperature in 50 ms. */
    public enum Measurement {
        HUMIDITY(0xF5, 16),
        TEMPERATURE(0xF3, 50);

        private final int command;
        private final Duration time;

        Measurement(int command, int millis) {
            this.command = command;
            this.time = Duration.ofMillis(millis);
        }
    }

    /** Bits of the humidity and of the temperature, in the order of Adafruit's numbers 0 to 3. */
    public enum Resolution {
        RH_12_TEMP_14(0x00),
        RH_8_TEMP_12(0x01),
        RH_10_TEMP_13(0x80),
        RH_11_TEMP_11(0x81);

        private final int bits;

        Resolution(int bits) {
            this.bits = bits;
        }
    }

    public HTU21D(I2C i2c) {
        this(i2c, DEFAULT_ADDRESS);
    }

    /** @throws blinka4j.DeviceNotFoundException if nothing answers at {@code address} */
    public HTU21D(I2C i2c, int address) {
        device = new I2CDevice(i2c, address);
        user = new Registers(device).u8(0xE7).writtenAt(0xE6).steady();
        settings = user.bits(0, 8);
        device.query(Duration.ofMillis(15), 0, 0xFE);
    }

    /** Relative humidity in %, −6 to 119: the sensor is not exact near 0 and 100. */
    public double relativeHumidity() {
        return measure(Measurement.HUMIDITY) * 125 / 65536.0 - 6;
    }

    /** Temperature in °C. */
    public double temperature() {
        return measure(Measurement.TEMPERATURE) * 175.72 / 65536 - 46.85;
    }

    /** {@link Resolution#RH_12_TEMP_14} at first. */
    public Resolution tempRhResolution() {
        int bits = settings.get();
        return (bits & 0x80) == 0
                ? (bits & 1) == 0 ? Resolution.RH_12_TEMP_14 : Resolution.RH_8_TEMP_12
                : (bits & 1) == 0 ? Resolution.RH_10_TEMP_13 : Resolution.RH_11_TEMP_11;
    }

    public void tempRhResolution(Resolution resolution) {
        BusHold hold = device.lock();
        try (hold) {
            user.set((user.get() & 0x7E) | resolution.bits);
        }
    }

    /**
     * Starts a measurement and returns. {@link #relativeHumidity} or {@link #temperature} then waits only for the rest of its
     * time.
     *
     * @throws IllegalStateException if the other measurement was started and not read yet
     */
    public void measurement(Measurement what) {
        BusHold hold = device.lock();
        try (hold) {
            if (pending != null && pending != what) {
                throw new IllegalStateException(
                        "a measurement of %s was started at %s: read it first".formatted(pending, device));
            }
            if (pending == null) {
                device.write(what.command);
                pending = what;
            }
        }
    }

    private int measure(Measurement what) {
        BusHold hold = device.lock();
        try (hold) {
            Duration wait = pending == null ? what.time : Duration.ZERO;
            measurement(what);
            // If it fails, it is not read again.
            pending = null;
            byte[] reply = new byte[3];
            device.sleep(wait);
            device.readInto(reply, Duration.ofMillis(100));
            int code = ByteBuffer.wrap(Crc8.HTU21.requireAfterEach(2, reply, device))
                    .getChar(0);
            // A reply that did not come has a right checksum too.
            if (code == 0) {
                throw new BusException(
                        Kind.CHECKSUM,
                        "%s gave only zeros. Check the wiring and the supply, and try again.".formatted(device));
            }
            // The lowest two bits tell what was measured.
            return code & ~3;
        }
    }
}
