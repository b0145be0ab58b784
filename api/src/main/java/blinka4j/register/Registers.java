// SPDX-License-Identifier: MIT
package blinka4j.register;

import blinka4j.BusException;
import blinka4j.busdevice.I2CDevice;
import blinka4j.busdevice.SPIDevice;
import blinka4j.busio.BusHold;
import blinka4j.busio.I2C;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * The registers of one device. A driver begins with it.
 *
 * <pre>{@code
 * var chip = new Registers(i2c, 0x18);
 * chip.u16be(0x06).require(0x0054, "MCP9808");
 * Scaled temperature = chip.u16be(0x05).bits(0, 13).signed().scaled(1 / 16.0);
 * Choice<Resolution> resolution = chip.u8(0x08).bits(0, 2).choice(Resolution.values());
 * }</pre>
 *
 * <p>Safe to share between threads.
 */
public final class Registers {
    private final RegisterAccessor device;

    /**
     * Registers with addresses of one byte.
     *
     * @throws blinka4j.DeviceNotFoundException if nothing answers at {@code address}
     */
    public Registers(I2C i2c, int address) {
        this(new I2CDevice(i2c, address));
    }

    /** Registers with addresses of one byte. */
    public Registers(I2CDevice device) {
        this(new I2CRegisterAccessor(device));
    }

    /** Registers with addresses of one byte, whose highest bit is 1 to read and 0 to write. */
    public Registers(SPIDevice device) {
        this(new SPIRegisterAccessor(device));
    }

    /** Registers with longer addresses, or with another protocol. */
    public Registers(RegisterAccessor device) {
        this.device = device;
    }

    /** One byte. */
    public Register u8(int address) {
        return register(address, 1, ByteOrder.BIG_ENDIAN);
    }

    /** Two bytes, the higher first. */
    public Register u16be(int address) {
        return register(address, 2, ByteOrder.BIG_ENDIAN);
    }

    /** Two bytes, the lower first. */
    public Register u16le(int address) {
        return register(address, 2, ByteOrder.LITTLE_ENDIAN);
    }

    /** Three bytes, the highest first. */
    public Register u24be(int address) {
        return register(address, 3, ByteOrder.BIG_ENDIAN);
    }

    /** Three bytes, the lowest first. */
    public Register u24le(int address) {
        return register(address, 3, ByteOrder.LITTLE_ENDIAN);
    }

    /**
     * A register of any size.
     *
     * @param address of the register's first byte
     * @param width bytes, 1 to 4
     * @param order which byte comes first
     */
    public Register register(int address, int width, ByteOrder order) {
        return new Register(device, address, width, order);
    }

    /**
     * Reads the register at {@code address} and those after it, as many as {@code buffer} has bytes, in one transfer. Take the
     * values out with {@link Register#from}, {@link Bits#from} and {@link Choice#from}.
     */
    public void readInto(int address, byte[] buffer) {
        device.read(address, buffer, 0, buffer.length);
    }

    /** Locks the bus for several calls, until the result is closed. */
    public BusHold lock() {
        return device.lock();
    }

    /** Runs {@code body} with the bus locked. Makes an object for each call; {@link #lock} does not. */
    public <T> T exclusively(Supplier<T> body) {
        BusHold hold = lock();
        try (hold) {
            return body.get();
        }
    }

    /** Runs {@code body} with the bus locked. Makes an object for each call; {@link #lock} does not. */
    public void exclusively(Runnable body) {
        BusHold hold = lock();
        try (hold) {
            body.run();
        }
    }

    /** Waits: really, or in simulated time on a simulated bus. */
    public void sleep(Duration time) {
        device.sleep(time);
    }

    /**
     * Checks a reading for which the device has no checksum.
     *
     * @param least the smallest value that the device can measure, or less
     * @param most the largest value that the device can measure, or more
     * @param unit for the message of the error
     * @return the same value; NaN is not checked
     * @throws BusException of kind OTHER if the value is not from {@code least} to {@code most}
     */
    public double plausible(double value, double least, double most, String unit) {
        if (value < least || value > most) {
            throw misread("%s %s, which is not from %s to %s".formatted(value, unit, least, most));
        }
        return value;
    }

    /**
     * The error to throw if the device cannot have sent what was read.
     *
     * @param found what was read, such as {@code "gain 0x1f"}
     */
    public BusException misread(String found) {
        return misread(device, found);
    }

    static BusException misread(RegisterAccessor device, String found) {
        return new BusException(
                BusException.Kind.OTHER,
                "%s gave %s. It was read wrong. Check the wiring and the supply, and try again."
                        .formatted(device, found));
    }

    RegisterAccessor device() {
        return device;
    }

    @Override
    public String toString() {
        return device.toString();
    }
}
