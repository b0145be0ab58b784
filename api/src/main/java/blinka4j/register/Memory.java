// SPDX-License-Identifier: MIT
package blinka4j.register;

import blinka4j.busio.BusHold;
import blinka4j.digitalio.DigitalInOut;
import org.jspecify.annotations.Nullable;

/**
 * A memory of bytes that stay without power, for drivers to extend. Here are the ranges, the pieces that one transfer takes, and the
 * write protection; a driver reads and writes one piece. Its {@code toString()}, such as "EEPROM at 0x50", is part of the messages.
 */
public abstract class Memory {
    /** Bytes in one reading: fewer than the limits of Linux, 8192 for I2C and 4096 for SPI. */
    private static final int MOST = 4080;

    private final int size;
    private final int page;
    private volatile boolean writeWraparound;
    private volatile boolean writeProtected;
    private volatile @Nullable DigitalInOut writeProtectPin;

    /**
     * @param size bytes of the memory, a multiple of {@code page}
     * @param page the bytes that one write takes at most, 1 to 4080. None goes beyond a multiple of it
     */
    protected Memory(int size, int page) {
        this.size = size;
        this.page = page;
    }

    /** Bytes of the memory: {@code len(memory)}. */
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

    /** True if writes are refused: the level of the pin WP if it is wired, else what was set here. */
    public boolean writeProtected() {
        DigitalInOut pin = writeProtectPin;
        return pin == null ? writeProtected : pin.value();
    }

    public void writeProtected(boolean writeProtect) {
        // Not during a write: the chip would acknowledge the rest of it, and lose it.
        BusHold hold = lock();
        try (hold) {
            writeProtected = writeProtect;
            DigitalInOut pin = writeProtectPin;
            if (pin != null) {
                pin.value(writeProtect);
            }
        }
    }

    /**
     * Sets the protection at the start, and makes the pin an output.
     *
     * @param pin the pin that is wired to WP, or null
     */
    protected final void protect(boolean writeProtect, @Nullable DigitalInOut pin) {
        writeProtected = writeProtect;
        writeProtectPin = pin;
        if (pin != null) {
            pin.switchToOutput(writeProtect);
        }
    }

    /** Reads a byte, 0 to 255: {@code memory[address]}. */
    public int get(int address) {
        return get(address, address + 1)[0] & 0xff;
    }

    /** Reads the bytes {@code from} to {@code to - 1}, 0 to {@link #length()}: {@code memory[from:to]}. */
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
     * Writes {@code values}, the first at {@code address}: {@code memory[address:address + len(values)] = values}.
     *
     * @throws IllegalArgumentException if they reach beyond the end and {@link #writeWraparound()} is off; nothing is written
     * @throws IllegalStateException if the memory is write-protected
     * @throws blinka4j.BusException if a piece could not be written; those before it are
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
                count = Math.min(page - at % page, values.length - done);
                write(at, values, done, done + count);
            }
        }
    }

    /** Locks the bus, so that nothing comes between the pieces. */
    protected abstract BusHold lock();

    /** Reads from {@code address} on, at most 4080 bytes, into {@code buffer[start]} to {@code buffer[end - 1]}. */
    protected abstract void read(int address, byte[] buffer, int start, int end);

    /** Writes {@code buffer[start]} to {@code buffer[end - 1]} within a page, from {@code address} on. */
    protected abstract void write(int address, byte[] buffer, int start, int end);
}
