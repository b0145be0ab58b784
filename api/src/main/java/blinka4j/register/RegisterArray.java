// SPDX-License-Identifier: MIT
package blinka4j.register;

import blinka4j.busio.BusHold;
import java.nio.ByteOrder;
import java.util.Objects;

/**
 * Registers of the same size that follow one another: the axes of an accelerometer, the calibration of a barometer.
 * {@link #readInto} reads them all in one transfer. Nothing is allocated by a call. Safe to share between threads.
 */
public final class RegisterArray {
    private final RegisterAccessor device;
    private final int address;
    private final int width;
    private final ByteOrder order;
    private final boolean isSigned;
    private final int count;
    /** The address and the values on their way; used with the bus held. */
    private final byte[] buffer;

    /**
     * @param address of the first register's first byte; the next register is {@code width} further on
     * @param width bytes of one register, 1 to 4
     * @param order which byte comes first
     * @param isSigned whether the values are two's complement
     * @param count how many registers
     */
    public RegisterArray(
            RegisterAccessor device, int address, int width, ByteOrder order, boolean isSigned, int count) {
        if (width < 1 || width > 4 || count < 1) {
            throw new IllegalArgumentException(
                    "%s registers of %s bytes: expected 1 or more, of 1 to 4 bytes".formatted(count, width));
        }
        this.device = device;
        this.address = address;
        this.width = width;
        this.order = order;
        this.isSigned = isSigned;
        this.count = count;
        this.buffer = new byte[device.addressWidth() + width * count];
    }

    public int length() {
        return count;
    }

    /** Reads one register. */
    public long get(int index) {
        Objects.checkIndex(index, count);
        BusHold hold = device.lock();
        try (hold) {
            device.readRegister(address + width * index, buffer, device.addressWidth() + width);
            return value(device.addressWidth());
        }
    }

    /** @throws IllegalArgumentException if the value does not fit in the register */
    public void set(int index, long value) {
        Objects.checkIndex(index, count);
        Value.requireFits(value, 8 * width, isSigned, this);
        BusHold hold = device.lock();
        try (hold) {
            Value.put(value, buffer, device.addressWidth(), width, order);
            device.writeRegister(address + width * index, buffer, device.addressWidth() + width);
        }
    }

    /** Reads all registers in one transfer, so that they belong to the same moment. */
    public void readInto(long[] values) {
        if (values.length != count) {
            throw new IllegalArgumentException("%s values for %s registers".formatted(values.length, count));
        }
        BusHold hold = device.lock();
        try (hold) {
            device.readRegister(address, buffer, buffer.length);
            for (int i = 0; i < count; i++) {
                values[i] = value(device.addressWidth() + width * i);
            }
        }
    }

    private long value(int at) {
        long value = Value.get(buffer, at, width, order);
        return isSigned ? value << (64 - 8 * width) >> (64 - 8 * width) : value;
    }

    @Override
    public String toString() {
        return "registers from 0x%02x at %s".formatted(address, device);
    }
}
