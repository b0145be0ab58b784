// SPDX-License-Identifier: MIT
package blinka4j.drivers.l3gd20;

import blinka4j.BusException;
import blinka4j.busdevice.SPIDevice;
import blinka4j.busio.BusHold;
import blinka4j.busio.I2C;
import blinka4j.busio.SPI;
import blinka4j.digitalio.DigitalInOut;
import blinka4j.microcontroller.Pin;
import blinka4j.register.Register;
import blinka4j.register.Registers;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;

/**
 * STMicroelectronics L3GD20 and L3GD20H gyroscopes, over I2C or SPI: three axes, ±250, ±500 or ±2000 °/s. Safe to share between
 * threads.
 *
 * <p>A chip that has lost its settings, because its power failed, raises a {@link BusException} when it is read: make a new object.
 *
 * <p><a href="https://www.st.com/resource/en/datasheet/l3gd20.pdf">Data sheet</a>; port of <a
 * href="https://github.com/adafruit/Adafruit_CircuitPython_L3GD20">Adafruit_CircuitPython_L3GD20</a>.
 */
public final class L3GD20 {
    /** With SDO high. With SDO low it is 0x6a. */
    public static final int DEFAULT_ADDRESS = 0x6b;

    /** This bit of a register's address makes the next bytes those of the next registers. Over SPI it is 0x40. */
    private static final int NEXT_ON_I2C = 0x80;

    private final Registers chip;
    private final int next;
    private final Range range;
    private final Register control;
    /** The status and the axes; used with the bus locked. */
    private final ByteBuffer block = ByteBuffer.allocate(7).order(ByteOrder.LITTLE_ENDIAN);

    /** The greatest rotation: {@code L3DS20_RANGE_250DPS} is ±250 °/s. */
    public enum Range {
        L3DS20_RANGE_250DPS(0x00, 0.00875),
        L3DS20_RANGE_500DPS(0x10, 0.0175),
        L3DS20_RANGE_2000DPS(0x20, 0.07);

        private final int bits;
        private final double degrees;

        Range(int bits, double degrees) {
            this.bits = bits;
            this.degrees = degrees;
        }
    }

    /** Measurements per second of the L3GD20H. The L3GD20 makes 95, 190, 380 and 760. */
    public enum Rate {
        L3DS20_RATE_100HZ(0x00),
        L3DS20_RATE_200HZ(0x40),
        L3DS20_RATE_400HZ(0x80),
        L3DS20_RATE_800HZ(0xC0);

        private final int bits;

        Rate(int bits) {
            this.bits = bits;
        }

        /** The bits of the register CTRL1, which are the constant in CircuitPython. */
        int bits() {
            return bits;
        }
    }

    /** The rotation around each axis in rad/s. */
    public record Gyro(double x, double y, double z) {}

    /** The rotation around each axis, −32768 to 32767, in steps of {@link #scale()}. */
    public record Raw(int x, int y, int z) {}

    /** ±250 °/s, 100 times a second. */
    public L3GD20(I2C i2c) {
        this(i2c, Range.L3DS20_RANGE_250DPS);
    }

    public L3GD20(I2C i2c, Range rng) {
        this(i2c, rng, DEFAULT_ADDRESS, Rate.L3DS20_RATE_100HZ);
    }

    /** @throws blinka4j.DeviceNotFoundException if nothing answers at {@code address}, or another chip does */
    public L3GD20(I2C i2c, Range rng, int address, Rate rate) {
        this(new Registers(i2c, address), NEXT_ON_I2C, rng, rate);
    }

    /** ±250 °/s, 100 times a second, at 100 kHz. */
    public L3GD20(SPI spi, DigitalInOut cs) {
        this(new SPIDevice(spi, cs), Range.L3DS20_RANGE_250DPS, Rate.L3DS20_RATE_100HZ);
    }

    /** ±250 °/s, 100 times a second, at 100 kHz, with a chip select that the controller drives. */
    public L3GD20(SPI spi, Pin cs) {
        this(new SPIDevice(spi, cs), Range.L3DS20_RANGE_250DPS, Rate.L3DS20_RATE_100HZ);
    }

    /** @param spi up to 10 MHz */
    public L3GD20(SPIDevice spi, Range rng, Rate rate) {
        this(new Registers(spi), 0x40, rng, rate);
    }

    private L3GD20(Registers chip, int next, Range range, Rate rate) {
        this.chip = chip;
        this.next = next;
        this.range = range;
        Register id = chip.u8(0x0F);
        if (id.get() != 0xD7) {
            id.require(0xD4, "L3GD20 or L3GD20H");
        }
        control = chip.u8(0x20);
        control.set(rate.bits | 0x0F);
        // Both bytes of a value from one measurement.
        chip.u8(0x23).set(0x80 | range.bits);
        // The data sheet's time from power-down to the first right value.
        chip.sleep(Duration.ofMillis(250));
    }

    /** The step of the raw values in °/s. */
    public double scale() {
        return range.degrees;
    }

    /** The rotation, all axes of the same measurement. */
    public Gyro gyro() {
        BusHold hold = chip.lock();
        try (hold) {
            read();
            double step = Math.toRadians(range.degrees);
            return new Gyro(block.getShort(1) * step, block.getShort(3) * step, block.getShort(5) * step);
        }
    }

    /** If there is no new value and all are 0, as after power-on, the chip may not measure. Hold the bus. */
    private void read() {
        chip.readInto(0x27 | next, block.array());
        if (block.getInt(0) == 0 && block.getInt(3) == 0 && (control.get() & 0x08) == 0) {
            throw BusException.settingsLost(chip, "L3GD20");
        }
    }

    /** The rotation as the chip has it, all axes of the same measurement. */
    public Raw gyroRaw() {
        BusHold hold = chip.lock();
        try (hold) {
            read();
            return new Raw(block.getShort(1), block.getShort(3), block.getShort(5));
        }
    }

    /** @param register 0 to 0x3f */
    public int readRegister(int register) {
        return (int) chip.u8(register).get();
    }

    /**
     * Do not change the range: the constructor sets it.
     *
     * @param register 0 to 0x3f
     * @param value 0 to 255
     */
    public void writeRegister(int register, int value) {
        chip.u8(register).set(value);
    }

    /**
     * Reads a register and those after it.
     *
     * @param register 0 to 0x3f
     */
    public void readBytes(int register, byte[] buffer) {
        chip.readInto(register | next, buffer);
    }
}
