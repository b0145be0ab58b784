// SPDX-License-Identifier: MIT
package blinka4j.drivers.fram;

import blinka4j.busio.BusHold;

/**
 * A ferroelectric memory: its bytes stay without power, and are written as fast as the bus. {@link FRAM_I2C} and
 * {@link FRAM_SPI} are the two kinds.
 */
public abstract sealed class FRAM permits FRAM_I2C, FRAM_SPI {
    /** Bytes in one transfer: fewer than the limits of Linux, 8192 for I2C and 4096 for SPI. */
    private static final int MOST = 4080;

    private final int size;
    private volatile boolean writeWraparound;

    FRAM(int size) {
        this.size = size;
    }

    /** Bytes of the memory: {@code len(fram)}. */
    public int length() {
        return size;
    }

    /** True if a write that reaches the end goes on at address 0. Otherwise it is an error. */
    public boolean writeWraparound() {
        return writeWraparound;
    }

    public void writeWraparound(boolean wraparound) {
        writeWraparound = wraparound;
    }

    /** True if writes are refused. */
    public abstract boolean writeProtected();

    public abstract void writeProtected(boolean writeProtect);

    /** Reads a byte, 0 to 255: {@code fram[address]}. */
    public int get(int address) {
        return get(address, address + 1)[0] & 0xff;
    }

    /** Reads the bytes {@code from} to {@code to - 1}, 0 to {@link #length()}: {@code fram[from:to]}. */
    public byte[] get(int from, int to) {
        if (from < 0 || to > size || from > to) {
            throw new IllegalArgumentException(
                    "bytes %s to before %s of the %s: expected within 0 to %s".formatted(from, to, this, size));
        }
        byte[] bytes = new byte[to - from];
        BusHold hold = lock();
        try (hold) {
            for (int done = 0; done < bytes.length; done += MOST) {
                read(from + done, bytes, done, Math.min(done + MOST, bytes.length));
            }
        }
        return bytes;
    }

    /** @param value 0 to 255, or −128 to 127 */
    public void set(int address, int value) {
        if (value < -128 || value > 255) {
            throw new IllegalArgumentException(
                    "%s to write to the %s: expected a byte, 0 to 255".formatted(value, this));
        }
        set(address, new byte[] {(byte) value});
    }

    /**
     * Writes {@code values}, the first at {@code address}: {@code fram[address:address + len(values)] = values}.
     *
     * @throws IllegalArgumentException if they reach beyond the end and {@link #writeWraparound()} is off; nothing is written
     * @throws IllegalStateException if the memory is write-protected
     */
    public void set(int address, byte[] values) {
        int last = size - (writeWraparound ? 1 : Math.max(1, values.length));
        if (address < 0 || address > last) {
            throw new IllegalArgumentException(
                    "%s bytes at address %s of the %s: expected an address from 0 to %s. writeWraparound(true) allows writes beyond the end."
                            .formatted(values.length, address, this, last));
        }
        BusHold hold = lock();
        try (hold) {
            if (writeProtected()) {
                throw new IllegalStateException(
                        "the %s is write-protected. Call writeProtected(false) first.".formatted(this));
            }
            for (int done = 0, count; done < values.length; done += count) {
                int at = (address + done) % size;
                count = Math.min(Math.min(MOST, size - at), values.length - done);
                write(at, values, done, done + count);
            }
        }
    }

    abstract BusHold lock();

    /** Reads from {@code address} on, at most {@link #MOST} bytes. */
    abstract void read(int address, byte[] buffer, int start, int end);

    /** Writes from {@code address} on, at most {@link #MOST} bytes and not beyond the end. */
    abstract void write(int address, byte[] buffer, int start, int end);
}
