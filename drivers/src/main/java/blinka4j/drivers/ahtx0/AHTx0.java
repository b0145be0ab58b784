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
 * Aosong AHT10 and AHT20 humidity and temperature sensors: 0 to 100 %, −40 to 85 °C.
 *
 * <p><a href="https://cdn-learn.adafruit.com/assets/assets/000/091/676/original/AHT20-datasheet-2020-4-16.pdf">Data sheet</a>; port
 * of <a href="https://github.com/adafruit/Adafruit_CircuitPython_AHTx0">Adafruit_CircuitPython_AHTx0</a>.
 */
public final class AHTx0 {
    public static final int DEFAULT_ADDRESS = 0x38;

    private static final int BUSY = 0x80;
    private static final int CALIBRATED = 0x08;
    private static final Duration STEP = Duration.ofMillis(10);
    private static final int LONGEST_MILLIS = 3000;

    private final I2CDevice device;
    /** An AHT20 that refuses the AHT10's command. Its replies end in a checksum; those of an AHT10 do not. */
    private volatile boolean checksum;

    /**
     * Both values of one measurement.
     *
     * @param temperature in °C
     * @param relativeHumidity in %
     */
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

    /** Resets the sensor, which takes 20 ms. */
    public void reset() {
        BusHold hold = device.lock();
        try (hold) {
            device.write(0xBA);
            device.sleep(Duration.ofMillis(20));
        }
    }

    /** Makes the sensor load its calibration. Returns whether it is calibrated. */
    public boolean calibrate() {
        BusHold hold = device.lock();
        try (hold) {
            try {
                device.write(0xE1, 0x08, 0x00);
                checksum = false;
            } catch (BusException e) {
                // The newer AHT20 knows only this command.
                device.sleep(STEP);
                device.write(0xBE, 0x08, 0x00);
                checksum = true;
            }
            device.sleep(STEP);
            return (awaitIdle() & CALIBRATED) != 0;
        }
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
     * Measures, which takes 80 ms.
     *
     * @throws BusException of kind TIMEOUT if the sensor stays busy; of kind CHECKSUM if an AHT20's reply was changed on the way
     */
    public Measurements measurements() {
        BusHold hold = device.lock();
        try (hold) {
            device.write(0xAC, 0x33, 0x00);
            device.sleep(Duration.ofMillis(80));
            awaitIdle();
            byte[] reply = device.read(checksum ? 7 : 6);
            if (checksum) {
                Crc8.SENSIRION.requireAfterEach(6, reply, device);
            }
            int middle = reply[3] & 0xff;
            int humidity = ((reply[1] & 0xff) << 12) | ((reply[2] & 0xff) << 4) | (middle >> 4);
            int temperature = ((middle & 0xf) << 16) | ((reply[4] & 0xff) << 8) | (reply[5] & 0xff);
            return new Measurements(temperature * 200.0 / (1 << 20) - 50, humidity * 100.0 / (1 << 20));
        }
    }

    private int awaitIdle() {
        int status = status();
        for (int waited = 0; (status & BUSY) != 0; waited += 10) {
            if (waited >= LONGEST_MILLIS) {
                throw new BusException(
                        Kind.TIMEOUT,
                        "%s is still busy after %s ms. A measurement usually takes 80 ms. Check the power and reset the sensor."
                                .formatted(device, waited));
            }
            device.sleep(STEP);
            status = status();
        }
        return status;
    }
}
