// SPDX-License-Identifier: MIT
package blinka4j.drivers.si7021;

import blinka4j.BusException;
import blinka4j.BusException.Kind;
import blinka4j.busdevice.I2CDevice;
import blinka4j.busio.BusHold;
import blinka4j.busio.I2C;
import blinka4j.checksum.Crc8;
import blinka4j.register.Bits;
import blinka4j.register.Registers;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Silicon Labs Si7013, Si7020 and Si7021 humidity and temperature sensors with a heater: 0 to 100 %, −40 to 125 °C. A reading
 * is a new measurement, or that of {@link #startMeasurement}. Safe to share between threads.
 *
 * <p><a href="https://www.silabs.com/documents/public/data-sheets/Si7021-A20.pdf">Data sheet</a>; port of <a
 * href="https://github.com/adafruit/Adafruit_CircuitPython_SI7021">Adafruit_CircuitPython_SI7021</a>.
 */
public final class SI7021 {
    public static final int DEFAULT_ADDRESS = 0x40;

    private final I2CDevice device;
    private final Bits heaterEnable;
    private final Bits heaterLevel;
    /** The measurement that was started. Used with the bus locked. */
    private @Nullable Measurement pending;

    /** What to measure. A measurement of the humidity takes 22.8 ms, one of the temperature 10.8 ms. */
    public enum Measurement {
        HUMIDITY(0xF5, 22_800),
        TEMPERATURE(0xF3, 10_800);

        private final int command;
        private final Duration time;

        Measurement(int command, long micros) {
            this.command = command;
            this.time = Duration.ofNanos(1000 * micros);
        }

        int command() {
            return command;
        }
    }

    public SI7021(I2C i2c) {
        this(i2c, DEFAULT_ADDRESS);
    }

    /** @throws blinka4j.DeviceNotFoundException if nothing answers at {@code address}, or another chip does */
    public SI7021(I2C i2c, int address) {
        device = new I2CDevice(i2c, address);
        device.query(Duration.ofMillis(15), 0, 0xFE);
        Registers chip = new Registers(device);
        // All bits but that of a low supply and that of the heater.
        chip.u8(0xE7).require(0xBB, 0x3A, "SI7021");
        heaterEnable = chip.u8(0xE7).writtenAt(0xE6).steady().bit(2);
        heaterLevel = chip.u8(0x11).writtenAt(0x51).bits(0, 4).alone().named("heaterLevel");
        heaterLevel.set(0);
    }

    /** Relative humidity in %, 0 to 100. */
    public double relativeHumidity() {
        return Math.max(0, Math.min(100, measure(Measurement.HUMIDITY) * 125 / 65536.0 - 6));
    }

    /** Temperature in °C. */
    public double temperature() {
        return measure(Measurement.TEMPERATURE) * 175.72 / 65536 - 46.85;
    }

    public boolean heaterEnable() {
        return heaterEnable.isSet();
    }

    public void heaterEnable(boolean on) {
        heaterEnable.set(on);
    }

    /** The heater's current: 0 to 15 for 3.09 mA to 94.20 mA, in steps of about 6.1 mA. 0 at first. */
    public int heaterLevel() {
        return heaterLevel.get();
    }

    /** @throws IllegalArgumentException if the level is not from 0 to 15 */
    public void heaterLevel(int level) {
        heaterLevel.set(level);
    }

    /**
     * Starts a measurement and returns. {@link #relativeHumidity} or {@link #temperature} then waits only for the rest of its
     * time.
     *
     * @throws IllegalStateException if the other measurement was started and not read yet
     */
    public void startMeasurement(Measurement what) {
        BusHold hold = device.lock();
        try (hold) {
            if (pending != null && pending != what) {
                throw new IllegalStateException(
                        "a measurement of %s was started at %s: read it first".formatted(pending, device));
            }
            if (pending == null) {
                device.write(what.command());
                pending = what;
            }
        }
    }

    /** The serial number, 64 bits, unsigned. */
    public long serialNumber() {
        return ByteBuffer.wrap(electronicId()).getLong();
    }

    /** {@code Si7013}, {@code Si7020}, {@code Si7021}, {@code Engineering sample} or {@code Unknown}. */
    public String deviceIdentifier() {
        return switch (electronicId()[4] & 0xff) {
            case 0x0D -> "Si7013";
            case 0x14 -> "Si7020";
            case 0x15 -> "Si7021";
            case 0x00, 0xFF -> "Engineering sample";
            default -> "Unknown";
        };
    }

    /** Reads it twice: the data sheet does not say what its checksums are of. */
    private byte[] electronicId() {
        BusHold hold = device.lock();
        try (hold) {
            byte[] id = electronicIdOnce();
            if (!Arrays.equals(id, electronicIdOnce())) {
                throw new BusException(
                        Kind.OTHER,
                        "the electronic id of %s differs between two readings. Check the wiring and the supply, and try again."
                                .formatted(device));
            }
            return id;
        }
    }

    private byte[] electronicIdOnce() {
        byte[] a = device.writeThenRead(new byte[] {(byte) 0xFA, 0x0F}, 8);
        byte[] b = device.writeThenRead(new byte[] {(byte) 0xFC, (byte) 0xC9}, 6);
        return new byte[] {a[0], a[2], a[4], a[6], b[0], b[1], b[3], b[4]};
    }

    private int measure(Measurement what) {
        BusHold hold = device.lock();
        try (hold) {
            Duration wait = pending == null ? what.time : Duration.ZERO;
            startMeasurement(what);
            // If it fails, it is not read again.
            pending = null;
            byte[] reply = new byte[3];
            device.sleep(wait);
            device.readInto(reply, Duration.ofMillis(50));
            int code = ByteBuffer.wrap(Crc8.HTU21.requireAfterEach(2, reply, device))
                    .getChar(0);
            // A reply that did not come has a right checksum too.
            if (code == 0) {
                throw new BusException(
                        Kind.CHECKSUM,
                        "%s gave only zeros. Check the wiring and the supply, and try again.".formatted(device));
            }
            return code;
        }
    }
}
