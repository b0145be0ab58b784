// SPDX-License-Identifier: MIT
package blinka4j.drivers.ahtx0;

import blinka4j.BusException;
import blinka4j.BusException.Kind;
import blinka4j.DeviceNotFoundException;
import blinka4j.busdevice.I2CDevice;
import blinka4j.busio.BusHold;
import blinka4j.busio.I2C;
import blinka4j.checksum.Crc8;
import java.time.Duration;

/**
 * Aosong AHT10 and AHT20 humidity and temperature sensors: 0 to 100 %, −40 to 85 °C. Replies of an AHT20 that refuses the
 * AHT10's calibration command, as all newer ones do, are checked for transmission errors.
 *
 * <p><a href="https://cdn-learn.adafruit.com/assets/assets/000/091/676/original/AHT20-datasheet-2020-4-16.pdf">Data sheet</a>; port
 * of <a href="https://github.com/adafruit/Adafruit_CircuitPython_AHTx0">Adafruit_CircuitPython_AHTx0</a>.
 */
public final class AHTx0 {
    public static final int DEFAULT_ADDRESS = 0x38;

    private static final int BUSY = 0x80;
    private static final int CALIBRATED = 0x08;
    private static final Duration STEP = Duration.ofMillis(10);
    private static final int MOST_STEPS = 300;

    private final I2CDevice device;
    private volatile boolean checksum;

    /** Temperature in °C and relative humidity in %, measured together. */
    public record Measurements(double temperature, double relativeHumidity) {}

    public AHTx0(I2C i2c) {
        this(i2c, DEFAULT_ADDRESS);
    }

    /** @throws DeviceNotFoundException if nothing answers at {@code address}, or the sensor cannot be calibrated */
    public AHTx0(I2C i2c, int address) {
        device = new I2CDevice(i2c, address);
        reset();
        if (!calibrate()) {
            throw new DeviceNotFoundException("AHTx0", device, "status 0x%02x".formatted(status()));
        }
    }

    public void reset() {
        device.query(Duration.ofMillis(20), 0, 0xBA);
    }

    /** Loads the calibration. False if the sensor refuses the command or is not calibrated afterwards. */
    public boolean calibrate() {
        BusHold hold = device.lock();
        try (hold) {
            boolean first = calibrate(0xE1);
            boolean calibrated = first || calibrate(0xBE);
            checksum = calibrated ? !first : checksum;
            return calibrated;
        }
    }

    private boolean calibrate(int command) {
        try {
            device.query(STEP, 0, command, 0x08, 0x00);
        } catch (BusException e) {
            if (e.kind() != Kind.NO_ACKNOWLEDGE) {
                throw e;
            }
            // After a command that it refuses, an AHT20 does not answer for a moment.
            device.sleep(STEP);
            return false;
        }
        return (awaitIdle() & CALIBRATED) != 0;
    }

    /** The status byte: bit 7 busy, bit 3 calibrated. */
    public int status() {
        return device.read(1)[0] & 0xff;
    }

    /** Temperature in °C. */
    public double temperature() {
        return measurements().temperature;
    }

    /** Relative humidity in %. */
    public double relativeHumidity() {
        return measurements().relativeHumidity;
    }

    /**
     * @throws BusException of kind TIMEOUT if the sensor stays busy, of kind CHECKSUM if its reply was changed on the way, of kind
     *     OTHER if it has lost its calibration, because its power failed: make a new AHTx0
     */
    public Measurements measurements() {
        BusHold hold = device.lock();
        try (hold) {
            device.query(Duration.ofMillis(80), 0, 0xAC, 0x33, 0x00);
            awaitIdle();
            byte[] reply = device.read(checksum ? 7 : 6);
            if (checksum) {
                Crc8.SENSIRION.requireAfterEach(6, reply, device);
            }
            if ((reply[0] & CALIBRATED) == 0) {
                throw BusException.settingsLost(device, "AHTx0");
            }
            int middle = reply[3] & 0xff;
            int humidity = ((reply[1] & 0xff) << 12) | ((reply[2] & 0xff) << 4) | (middle >> 4);
            int temperature = ((middle & 0xf) << 16) | ((reply[4] & 0xff) << 8) | (reply[5] & 0xff);
            return new Measurements(temperature * 200.0 / (1 << 20) - 50, humidity * 100.0 / (1 << 20));
        }
    }

    private int awaitIdle() {
        for (int steps = 0; steps <= MOST_STEPS; steps++) {
            int status = status();
            if ((status & BUSY) == 0) {
                return status;
            }
            device.sleep(STEP);
        }
        throw new BusException(
                Kind.TIMEOUT,
                "%s is still busy after 3 s. A measurement takes 80 ms. Check its power and wiring, and reset it."
                        .formatted(device));
    }
}
