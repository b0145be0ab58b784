// SPDX-License-Identifier: MIT
package blinka4j.drivers.am2320;

import blinka4j.BusException;
import blinka4j.BusException.Kind;
import blinka4j.DeviceNotFoundException;
import blinka4j.busdevice.I2CDevice;
import blinka4j.busio.BusHold;
import blinka4j.busio.I2C;
import blinka4j.checksum.Crc16;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HexFormat;

/**
 * Aosong AM2320 or AM2315 temperature and humidity sensor. It measures after each reading, and gives the values at the next one:
 * read it regularly, not more often than every 2 s. The bus must run at 100 kHz or less. Safe to share between threads.
 *
 * <p><a href="https://cdn-shop.adafruit.com/product-files/3721/AM2320.pdf">Data sheet</a>; port of <a
 * href="https://github.com/adafruit/Adafruit_CircuitPython_AM2320">Adafruit_CircuitPython_AM2320</a>.
 */
public final class AM2320 {
    public static final int AM2320_DEFAULT_ADDR = 0x5C;
    public static final int AM2320_CMD_READREG = 0x03;
    public static final int AM2320_REG_TEMP_H = 0x02;
    public static final int AM2320_REG_HUM_H = 0x00;

    private static final int TRIES = 3;

    private final I2CDevice device;

    /** Temperature in °C and relative humidity in %, measured together. */
    public record Measurements(double temperature, double relativeHumidity) {}

    public AM2320(I2C i2c) {
        this(i2c, AM2320_DEFAULT_ADDR);
    }

    /** @throws DeviceNotFoundException if nothing answers at {@code address}. The chip has no id */
    public AM2320(I2C i2c, int address) {
        device = new I2CDevice(i2c, address, false);
        // The first one wakes the chip.
        for (int tries = 1; !i2c.probe(address); tries++) {
            if (tries == TRIES) {
                throw new DeviceNotFoundException(
                        "no I2C device at %s. Check its power and the wiring of SDA and SCL.".formatted(device));
            }
            i2c.sleep(Duration.ofMillis(250));
        }
    }

    /** Temperature in °C, −40 to 80, of an AM2315 to 125. */
    public double temperature() {
        return temperature(read(AM2320_REG_TEMP_H, 2).getShort(2));
    }

    /** Relative humidity in %, 0 to 100. */
    public double relativeHumidity() {
        return humidity(read(AM2320_REG_HUM_H, 2).getChar(2));
    }

    /** @throws BusException of kind CHECKSUM if the reply was changed on the way, or is that of a wrong command */
    public Measurements measurements() {
        ByteBuffer reply = read(AM2320_REG_HUM_H, 4);
        return new Measurements(temperature(reply.getShort(4)), humidity(reply.getChar(2)));
    }

    /** The highest bit is the sign, the others are the magnitude. */
    private double temperature(int word) {
        return plausible((word < 0 ? -(word & 0x7FFF) : word) / 10.0, -40, 125, "°C");
    }

    private double humidity(int word) {
        return plausible(word / 10.0, 0, 100, "%");
    }

    private double plausible(double value, double least, double most, String unit) {
        if (value < least || value > most) {
            throw new BusException(
                    Kind.OTHER,
                    "%s gave %s %s, which is not from %s to %s. Check the supply, and try again."
                            .formatted(device, value, unit, least, most));
        }
        return value;
    }

    /** A chip that was read less than 2 s ago may refuse. */
    private ByteBuffer read(int register, int count) {
        byte[] reply = new byte[count + 4];
        BusHold hold = device.lock();
        try (hold) {
            for (int tries = 1; !isRead(register, count, reply, tries == TRIES); tries++) {
                device.sleep(Duration.ofSeconds(1));
            }
        }
        ByteBuffer buffer = ByteBuffer.wrap(reply);
        int checksum = Short.toUnsignedInt(Short.reverseBytes(buffer.getShort(count + 2)));
        if (reply[0] != AM2320_CMD_READREG || reply[1] != count || Crc16.MODBUS.of(reply, 0, count + 2) != checksum) {
            throw new BusException(
                    Kind.CHECKSUM,
                    "wrong reply from %s: %s. Bytes were changed on the way, or the chip refused. Check the wiring and the bus speed."
                            .formatted(device, HexFormat.of().formatHex(reply)));
        }
        return buffer;
    }

    private boolean isRead(int register, int count, byte[] reply, boolean last) {
        wake();
        try {
            device.query(Duration.ofMillis(2), new byte[] {AM2320_CMD_READREG, (byte) register, (byte) count}, reply);
            return true;
        } catch (BusException e) {
            if (last || e.kind() != Kind.NO_ACKNOWLEDGE) {
                throw e;
            }
            return false;
        }
    }

    /** A chip that sleeps does not acknowledge. */
    private void wake() {
        try {
            device.write(0);
        } catch (BusException e) {
            if (e.kind() != Kind.NO_ACKNOWLEDGE) {
                throw e;
            }
        }
        device.sleep(Duration.ofMillis(10));
    }
}
