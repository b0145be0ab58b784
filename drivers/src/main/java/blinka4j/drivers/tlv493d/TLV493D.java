// SPDX-License-Identifier: MIT
package blinka4j.drivers.tlv493d;

import blinka4j.BusException;
import blinka4j.BusException.Kind;
import blinka4j.DeviceNotFoundException;
import blinka4j.busdevice.I2CDevice;
import blinka4j.busio.BusHold;
import blinka4j.busio.I2C;
import java.time.Duration;
import java.util.HexFormat;

/**
 * Infineon TLV493D-A1B6 magnetometer: three axes, ±130,000 µT in steps of 98 µT, measured 100 times a second. Safe to share between
 * threads.
 *
 * <p><a
 * href="https://www.infineon.com/dgdl/Infineon-TLV493D-A1B6-DataSheet-v01_10-EN.pdf?fileId=5546d462525dbac40152a6b85c760e80">Data
 * sheet</a>; port of <a
 * href="https://github.com/adafruit/Adafruit_CircuitPython_TLV493D">Adafruit_CircuitPython_TLV493D</a>.
 *
 * <p>A chip that has lost its settings, because its power failed, raises a {@link BusException} when it is read: make a new object.
 */
public final class TLV493D {
    /** With SDA high when the chip is switched on. With SDA low it is 0x1f. */
    public static final int DEFAULT_ADDRESS = 0x5e;

    private static final int TRIES = 20;

    private final I2CDevice device;
    /** Used with the bus locked. */
    private final byte[] block = new byte[7];

    /** The magnetic field along each axis in µT. */
    public record Magnetic(double x, double y, double z) {}

    public TLV493D(I2C i2c) {
        this(i2c, DEFAULT_ADDRESS);
    }

    /** @throws DeviceNotFoundException if nothing answers at {@code address}, or another chip does */
    public TLV493D(I2C i2c, int address) {
        this(i2c, address, 0);
    }

    /** @param addrReg 0: other values would change the chip's address, and CircuitPython's driver cannot find it then either */
    public TLV493D(I2C i2c, int address, int addrReg) {
        if (addrReg != 0) {
            throw new IllegalArgumentException("addrReg cannot be %s: expected 0".formatted(addrReg));
        }
        device = new I2CDevice(i2c, address);
        BusHold hold = device.lock();
        try (hold) {
            byte[] found = device.read(10);
            byte[] again = device.read(10);
            // Bytes 7 to 9 are the factory's settings, which are written back.
            boolean same = found[7] == again[7] && found[8] == again[8] && found[9] == again[9];
            if (!same || (found[7] & found[8] & found[9]) == -1) {
                throw new DeviceNotFoundException(
                        "TLV493D", device, HexFormat.of().formatHex(found));
            }
            // Low power, 100 times a second, without interrupts.
            byte[] settings = {0, (byte) ((found[7] & 0x18) | 0x01), found[8], (byte) ((found[9] & 0x1F) | 0x40)};
            int ones = 0;
            for (byte each : settings) {
                ones += Integer.bitCount(each & 0xff);
            }
            if (ones % 2 == 0) {
                settings[1] |= (byte) 0x80;
            }
            device.write(settings);
            device.sleep(Duration.ofMillis(20));
        }
    }

    /**
     * The magnetic field, all axes of the same measurement. Waits for the end of a measurement that runs.
     *
     * @throws BusException of kind TIMEOUT if none ends
     */
    public Magnetic magnetic() {
        BusHold hold = device.lock();
        try (hold) {
            for (int tries = 0; tries < TRIES; tries++) {
                device.readInto(block);
                // No axis is measured, and the chip sleeps between two measurements.
                if ((block[3] & 0x03) == 0 && (block[5] & 0x10) != 0) {
                    if ((block[3] & 0xF0) == 0 && block[6] == 0) {
                        // No temperature: it has not measured since power-on.
                        throw BusException.settingsLost(device, "TLV493D");
                    }
                    return new Magnetic(
                            axis(block[0], block[4] >> 4), axis(block[1], block[4]), axis(block[2], block[5]));
                }
                device.sleep(Duration.ofMillis(1));
            }
            throw new BusException(
                    Kind.TIMEOUT,
                    "%s measures for more than 20 ms. A measurement takes 1 ms. Switch it off and on again."
                            .formatted(device));
        }
    }

    /** 12 bits in two's complement. */
    private static double axis(int high, int low) {
        return ((high << 4) | (low & 0x0F)) * 98.0;
    }
}
