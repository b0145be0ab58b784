// SPDX-License-Identifier: MIT
package blinka4j.register;

import blinka4j.busio.BusHold;

/**
 * Registers of the same size that follow one another, such as the axes of an accelerometer, from {@link Register#array}.
 * {@link #readInto} reads all of them in one transfer. No call allocates memory. Safe to share between threads.
 */
public final class RegisterArray {
    private final Register first;
    private final int count;
    /** Used with the bus locked. */
    private final byte[] buffer;

    RegisterArray(Register first, int count) {
        if (count < 1) {
            throw new IllegalArgumentException("%s registers: expected 1 or more".formatted(count));
        }
        this.first = first;
        this.count = count;
        this.buffer = new byte[first.width * count];
    }

    public int length() {
        return count;
    }

    /** Reads one register. */
    public long get(int index) {
        requireIndex(index);
        BusHold hold = first.device.lock();
        try (hold) {
            first.device.read(first.address + first.width * index, buffer, 0, first.width);
            return Value.get(buffer, 0, first);
        }
    }

    /** @throws IllegalArgumentException if the value does not fit in the register */
    public void set(int index, long value) {
        requireIndex(index);
        Value.requireFits(value, 8 * first.width, first.isSigned, this, null);
        BusHold hold = first.device.lock();
        try (hold) {
            Value.put(value, buffer, 0, first);
            first.device.write(first.address + first.width * index, buffer, 0, first.width);
        }
    }

    /** Reads all registers in one transfer, so that the values belong to the same moment. */
    public void readInto(long[] values) {
        if (values.length != count) {
            throw new IllegalArgumentException("%s values for %s registers".formatted(values.length, count));
        }
        BusHold hold = first.device.lock();
        try (hold) {
            first.device.read(first.address, buffer, 0, buffer.length);
            for (int i = 0; i < count; i++) {
                values[i] = Value.get(buffer, first.width * i, first);
            }
        }
    }

    private void requireIndex(int index) {
        if (index < 0 || index >= count) {
            throw new IndexOutOfBoundsException(
                    "%s of %s %s: expected 0 to %s".formatted(index, count, this, count - 1));
        }
    }

    @Override
    public String toString() {
        return "registers from 0x%02x at %s".formatted(first.address, first.device);
    }
}
