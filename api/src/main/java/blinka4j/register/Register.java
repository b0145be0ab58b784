// SPDX-License-Identifier: MIT
package blinka4j.register;

import blinka4j.busdevice.I2CDevice;
import blinka4j.busdevice.SPIDevice;
import blinka4j.busio.BusHold;
import java.nio.ByteOrder;

/**
 * A register of one to four bytes. Fields of it are {@link Bits}.
 *
 * <pre>{@code
 * Register config = Register.u8(device, 0x08);
 * Bits resolution = config.bits(0, 2);   // two bits from bit 0
 * resolution.set(3);                     // reads, changes, writes, with the bus held
 * }</pre>
 *
 * <p>No value is kept: each call goes to the device. Nothing is allocated by a call. Safe to share between threads.
 */
public final class Register {
    private final RegisterAccessor device;
    private final int address;
    private final int width;
    private final ByteOrder order;
    private final boolean isSigned;
    /** The address and the value on their way; used with the bus held. */
    private final byte[] buffer;

    /**
     * @param address of the register's first byte
     * @param width bytes, 1 to 4
     * @param order which byte comes first
     */
    public Register(RegisterAccessor device, int address, int width, ByteOrder order) {
        this(device, address, width, order, false);
    }

    private Register(RegisterAccessor device, int address, int width, ByteOrder order, boolean isSigned) {
        if (width < 1 || width > 4) {
            throw new IllegalArgumentException("a register of %s bytes: expected 1 to 4".formatted(width));
        }
        this.device = device;
        this.address = address;
        this.width = width;
        this.order = order;
        this.isSigned = isSigned;
        this.buffer = new byte[device.addressWidth() + width];
    }

    public static Register u8(RegisterAccessor device, int address) {
        return new Register(device, address, 1, ByteOrder.BIG_ENDIAN);
    }

    public static Register u8(I2CDevice device, int address) {
        return u8(new I2CRegisterAccessor(device), address);
    }

    public static Register u8(SPIDevice device, int address) {
        return u8(new SPIRegisterAccessor(device), address);
    }

    /** Two bytes, the higher first. */
    public static Register u16be(RegisterAccessor device, int address) {
        return new Register(device, address, 2, ByteOrder.BIG_ENDIAN);
    }

    public static Register u16be(I2CDevice device, int address) {
        return u16be(new I2CRegisterAccessor(device), address);
    }

    public static Register u16be(SPIDevice device, int address) {
        return u16be(new SPIRegisterAccessor(device), address);
    }

    /** Two bytes, the lower first. */
    public static Register u16le(RegisterAccessor device, int address) {
        return new Register(device, address, 2, ByteOrder.LITTLE_ENDIAN);
    }

    public static Register u16le(I2CDevice device, int address) {
        return u16le(new I2CRegisterAccessor(device), address);
    }

    public static Register u16le(SPIDevice device, int address) {
        return u16le(new SPIRegisterAccessor(device), address);
    }

    /** The same register, read and written as two's complement. */
    public Register signed() {
        return new Register(device, address, width, order, true);
    }

    /** The field of {@code count} bits whose lowest is bit {@code lowest} of this register, counted from 0. */
    public Bits bits(int lowest, int count) {
        return new Bits(this, lowest, count, false);
    }

    public Bits bit(int index) {
        return bits(index, 1);
    }

    int width() {
        return width;
    }

    /** Reads the value. */
    public long get() {
        BusHold hold = device.lock();
        try (hold) {
            device.readRegister(address, buffer, buffer.length);
            long value = Value.get(buffer, device.addressWidth(), width, order);
            return isSigned ? value << (64 - 8 * width) >> (64 - 8 * width) : value;
        }
    }

    /** @throws IllegalArgumentException if the value does not fit in the register */
    public void set(long value) {
        Value.requireFits(value, 8 * width, isSigned, this);
        BusHold hold = device.lock();
        try (hold) {
            Value.put(value, buffer, device.addressWidth(), width, order);
            device.writeRegister(address, buffer, buffer.length);
        }
    }

    /** Changes the bits of {@code mask} to those of {@code bits}, with the bus held over reading and writing. */
    void update(long mask, long bits) {
        BusHold hold = device.lock();
        try (hold) {
            device.readRegister(address, buffer, buffer.length);
            int at = device.addressWidth();
            long value = (Value.get(buffer, at, width, order) & ~mask) | (bits & mask);
            Value.put(value, buffer, at, width, order);
            device.writeRegister(address, buffer, buffer.length);
        }
    }

    @Override
    public String toString() {
        return "register 0x%02x at %s".formatted(address, device);
    }
}
