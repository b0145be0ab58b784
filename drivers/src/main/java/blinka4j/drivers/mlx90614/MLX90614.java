// SPDX-License-Identifier: MIT
package blinka4j.drivers.mlx90614;

import blinka4j.BusException;
import blinka4j.BusException.Kind;
import blinka4j.DeviceNotFoundException;
import blinka4j.busdevice.I2CDevice;
import blinka4j.busio.BusHold;
import blinka4j.busio.I2C;
import blinka4j.checksum.Crc8;
import java.util.Arrays;

/**
 * Melexis MLX90614 infrared thermometer: objects of −70 to 382 °C, without contact, and itself, −40 to 125 °C. The bus must run
 * at 100 kHz or less. Safe to share between threads.
 *
 * <p><a href="https://cdn-shop.adafruit.com/datasheets/MLX90614.pdf">Data sheet</a>; port of <a
 * href="https://github.com/adafruit/Adafruit_CircuitPython_MLX90614">Adafruit_CircuitPython_MLX90614</a>.
 */
public final class MLX90614 {
    public static final int DEFAULT_ADDRESS = 0x5A;

    private final I2CDevice device;
    /** What the checksum is of, and the checksum: address, command, address, reply. Used with the bus locked. */
    private final byte[] frame = new byte[6];

    public MLX90614(I2C i2c) {
        this(i2c, DEFAULT_ADDRESS);
    }

    /**
     * Reads the temperature: the chip has no id, and knows no empty writes.
     *
     * @throws DeviceNotFoundException if nothing answers at {@code address}
     */
    public MLX90614(I2C i2c, int address) {
        device = new I2CDevice(i2c, address, false);
        try {
            ambientTemperature();
        } catch (BusException e) {
            if (e.kind() != Kind.NO_ACKNOWLEDGE) {
                throw e;
            }
            throw new DeviceNotFoundException(
                    "no I2C device at %s. Check its power, the wiring of SDA and SCL, and its address."
                            .formatted(device),
                    e);
        }
    }

    /** Temperature of the sensor in °C. */
    public double ambientTemperature() {
        return celsius(0x06);
    }

    /** Temperature of the object in °C. */
    public double objectTemperature() {
        return celsius(0x07);
    }

    /** Linux's driver says that some chips send no valid checksum. Then three equal replies in a row count. */
    private double celsius(int register) {
        BusHold hold = device.lock();
        try (hold) {
            int before = 0;
            for (int readings = 1, same = 0; ; readings++) {
                frame[0] = (byte) (device.address() << 1);
                frame[1] = (byte) register;
                frame[2] = (byte) (frame[0] | 1);
                // What does not arrive must not look like the last reply.
                Arrays.fill(frame, 3, 6, (byte) 0);
                device.writeThenReadInto(frame, 1, 2, frame, 3, 6);
                int reply = ((frame[5] & 0xff) << 16) | ((frame[4] & 0xff) << 8) | (frame[3] & 0xff);
                same = reply == before ? same + 1 : 1;
                before = reply;
                if (same == 3 || Crc8.SMBUS.of(frame, 0, 5) == (frame[5] & 0xff)) {
                    return checked(reply & 0xffff);
                }
                if (readings == 9) {
                    Crc8.SMBUS.requireAfterEach(5, frame, device);
                }
            }
        }
    }

    private double checked(int code) {
        if (code < 0x27AD || code > 0x7FFF) {
            throw new BusException(
                    Kind.OTHER,
                    "%s gave no temperature, but 0x%04x. It just started, or is broken, or another chip. Try again later."
                            .formatted(device, code));
        }
        return (2 * code - 27315) / 100.0;
    }
}
