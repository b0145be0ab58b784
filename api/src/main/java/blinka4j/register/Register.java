// SPDX-License-Identifier: MIT
package blinka4j.register;

import blinka4j.BusException;
import blinka4j.DeviceNotFoundException;
import blinka4j.busio.BusHold;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A register of one to four bytes, from {@link Registers}. Its fields are {@link Bits}.
 *
 * <p>No value is kept: each call goes to the device. No call allocates memory. Safe to share between threads.
 */
public final class Register {
    private static final int SAME = 3;
    private static final int MOST_READINGS = 9;

    final RegisterAccessor device;
    final int address;
    final int width;
    final ByteOrder order;
    final boolean isSigned;
    private final boolean isSteady;
    private final int writeAddress;
    private final @Nullable String property;
    /** Used with the bus locked. */
    private final byte[] buffer;

    Register(RegisterAccessor device, int address, int width, ByteOrder order) {
        this(device, address, width, order, false, false, address, null);
    }

    private Register(
            RegisterAccessor device,
            int address,
            int width,
            ByteOrder order,
            boolean isSigned,
            boolean isSteady,
            int writeAddress,
            @Nullable String property) {
        if (width < 1 || width > 4) {
            throw new IllegalArgumentException("a register of %s bytes: expected 1 to 4".formatted(width));
        }
        this.device = device;
        this.address = address;
        this.width = width;
        this.order = order;
        this.isSigned = isSigned;
        this.isSteady = isSteady;
        this.writeAddress = writeAddress;
        this.property = property;
        this.buffer = new byte[width];
    }

    /** The same register, read and written as two's complement. */
    public Register signed() {
        return new Register(device, address, width, order, true, isSteady, writeAddress, property);
    }

    /**
     * The same register, read until three readings in a row are the same: by {@link #get}, before a field is set, and by a field's
     * {@code readSteadily()}, {@code awaitClear()} and {@code awaitSet()}. Use it where a wrong reading would do harm: to set a field
     * of a register whose other bits matter. A field's {@code get()} reads once.
     */
    public Register steady() {
        return new Register(device, address, width, order, isSigned, true, writeAddress, property);
    }

    /** The same register, of a device that has another address, or another command, to write it: Si7021, MAX31865. */
    public Register writtenAt(int writeAddress) {
        return new Register(device, address, width, order, isSigned, isSteady, writeAddress, property);
    }

    /** The same register, for a driver's property of this name: the message of a range error has it. */
    public Register named(String property) {
        return new Register(device, address, width, order, isSigned, isSteady, writeAddress, property);
    }

    /** The field of {@code count} bits whose lowest is bit {@code lowest} of this register, counted from 0. */
    public Bits bits(int lowest, int count) {
        return new Bits(this, lowest, count, false, count == 8 * width, property);
    }

    public Bits bit(int index) {
        return bits(index, 1);
    }

    /** This register and those after it, {@code count} in all, of the same size. */
    public RegisterArray array(int count) {
        return new RegisterArray(this, count);
    }

    /**
     * Reads the value.
     *
     * @throws BusException of kind OTHER if the register is {@link #steady} and has another value at each reading
     */
    public long get() {
        BusHold hold = device.lock();
        try (hold) {
            return read();
        }
    }

    /**
     * The value in a block of registers, without reading it.
     *
     * @param block registers that {@link Registers#readInto} has read
     * @param first address of the first register in {@code block}
     */
    public long from(byte[] block, int first) {
        return Value.get(block, address - first, this);
    }

    /** @throws IllegalArgumentException if the value does not fit in the register */
    public void set(long value) {
        Value.requireFits(value, 8 * width, isSigned, this, property);
        write(value);
    }

    /**
     * Reads the calibration of a chip, {@code count} bytes from this register on. Reads it twice: all measurements depend on
     * it, and most chips have no checksum for it.
     *
     * @throws BusException of kind OTHER if the readings differ, or all bytes are the same
     */
    public byte[] calibration(int count) {
        byte[] bytes = new byte[count];
        byte[] again = new byte[count];
        device.read(address, bytes, 0, count);
        device.read(address, again, 0, count);
        boolean constant = Arrays.equals(bytes, 1, count, bytes, 0, count - 1);
        if (constant || !Arrays.equals(bytes, again)) {
            throw Registers.misread(device, "a calibration that is constant or differs between two readings");
        }
        return bytes;
    }

    /**
     * Checks the id of a chip.
     *
     * @param chip its name, for the message
     * @throws DeviceNotFoundException if the register has another value
     */
    public void require(long expected, String chip) {
        require((1L << (8 * width)) - 1, expected, chip);
    }

    /**
     * Checks some bits of a chip's id.
     *
     * @param mask the bits to compare; the others may have any value
     * @param chip its name, for the message
     * @throws DeviceNotFoundException if the bits of {@code mask} have another value
     */
    public void require(long mask, long expected, String chip) {
        long found = get();
        if ((found & mask) != expected) {
            String hex = "0x%0" + 2 * width + "x";
            String bits = mask == (1L << (8 * width)) - 1 ? "" : " in the bits " + hex.formatted(mask);
            throw new DeviceNotFoundException(
                    chip,
                    device,
                    "%s in register 0x%02x (expected %s%s)"
                            .formatted(hex.formatted(found), address, hex.formatted(expected), bits));
        }
    }

    /** Changes the bits of {@code mask} to those of {@code bits}, with the bus locked. */
    void update(long mask, long bits) {
        BusHold hold = device.lock();
        try (hold) {
            write((read() & ~mask) | (bits & mask));
        }
    }

    /** Hold the bus. */
    private long read() {
        long value = readOnce();
        for (int readings = 1, same = 1; isSteady && same < SAME; readings++) {
            if (readings == MOST_READINGS) {
                throw new BusException(
                        BusException.Kind.OTHER,
                        "%s has another value at each reading. The wiring or the supply is bad. Check them, and try again."
                                .formatted(this));
            }
            long again = readOnce();
            same = again == value ? same + 1 : 1;
            value = again;
        }
        return value;
    }

    /** Reads once, even if the register is {@link #steady}. */
    long getOnce() {
        BusHold hold = device.lock();
        try (hold) {
            return readOnce();
        }
    }

    /** Hold the bus. */
    private long readOnce() {
        device.read(address, buffer, 0, width);
        return Value.get(buffer, 0, this);
    }

    void write(long value) {
        BusHold hold = device.lock();
        try (hold) {
            Value.put(value, buffer, 0, this);
            device.write(writeAddress, buffer, 0, width);
        }
    }

    void sleep(Duration time) {
        device.sleep(time);
    }

    @Override
    public String toString() {
        return "register 0x%02x at %s".formatted(address, device);
    }
}
