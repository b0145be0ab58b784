// SPDX-License-Identifier: MIT
package blinka4j.drivers.eeprom24lc32;

import blinka4j.BusException;
import blinka4j.busdevice.I2CDevice;
import blinka4j.busio.BusHold;
import blinka4j.busio.I2C;
import blinka4j.digitalio.DigitalInOut;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Microchip 24LC32, 4096 bytes that stay without power and last for a million writes. Larger ones (24LC64 to 24LC512)
 * work too, with their size given.
 *
 * <p><a href="https://ww1.microchip.com/downloads/en/DeviceDoc/21072G.pdf">Data sheet</a>; port of <a
 * href="https://github.com/adafruit/Adafruit_CircuitPython_24LC32">Adafruit_CircuitPython_24LC32</a>.
 *
 * <p>Writing takes up to 5 ms for each page of 32 bytes; the methods return when it is done. Safe to share between
 * threads: what one call reads or writes, it does without another's in between.
 */
public final class EEPROM_I2C {
    /** With A0, A1 and A2 low; the pins make it 0x50 to 0x57. */
    public static final int DEFAULT_ADDRESS = 0x50;

    private static final int SIZE = 4096;
    private static final int LARGEST_SIZE = 65_536;
    private static final int ADDRESS_BYTES = 2;
    private static final int PAGE = 32;
    /** No more is read in one transfer: Linux allows 8192 bytes. */
    private static final int CHUNK = 4096;

    private static final Duration POLL = Duration.ofNanos(500_000);
    private static final Duration WRITE_LIMIT = Duration.ofMillis(20);

    private final I2CDevice device;
    private final int size;
    private final @Nullable DigitalInOut writeProtectPin;
    /** An address, and a page to write; used with the bus held. */
    private final byte[] buffer = new byte[ADDRESS_BYTES + PAGE];
    /** Whether the chip may still be writing; used with the bus held. */
    private boolean writing;

    private volatile boolean writeProtected;
    private volatile boolean writeWraparound;

    /** The memory at {@link #DEFAULT_ADDRESS}. */
    public EEPROM_I2C(I2C i2c) {
        this(i2c, DEFAULT_ADDRESS);
    }

    /** @throws blinka4j.DeviceNotFoundException if nothing answers at {@code address} */
    public EEPROM_I2C(I2C i2c, int address) {
        this(i2c, address, false);
    }

    /** @param writeProtect whether writing is refused, until {@link #writeProtected(boolean)} */
    public EEPROM_I2C(I2C i2c, int address, boolean writeProtect) {
        this(i2c, address, writeProtect, null);
    }

    /** @param wpPin what is wired to the chip's pin WP, to protect it against other programs too; null if nothing is */
    public EEPROM_I2C(I2C i2c, int address, boolean writeProtect, @Nullable DigitalInOut wpPin) {
        this(i2c, address, writeProtect, wpPin, SIZE);
    }

    /** @param maxSize bytes of the chip, at most 65,536 */
    public EEPROM_I2C(I2C i2c, int address, boolean writeProtect, @Nullable DigitalInOut wpPin, int maxSize) {
        if (maxSize < PAGE || maxSize > LARGEST_SIZE || maxSize % PAGE != 0) {
            throw new IllegalArgumentException("an EEPROM of %s bytes: expected %s to %s, a multiple of %s"
                    .formatted(maxSize, PAGE, LARGEST_SIZE, PAGE));
        }
        device = new I2CDevice(i2c, address);
        size = maxSize;
        writeProtectPin = wpPin;
        writeProtected = writeProtect;
        if (wpPin != null) {
            wpPin.switchToOutput(writeProtect);
        }
    }

    /** How many bytes the memory has: {@code len(eeprom)}. */
    public int length() {
        return size;
    }

    /** Whether a write that reaches the end goes on at address 0; otherwise it is refused. */
    public boolean writeWraparound() {
        return writeWraparound;
    }

    public void writeWraparound(boolean wraparound) {
        writeWraparound = wraparound;
    }

    /** Whether writing is refused: what the pin WP says if it is wired, else what was asked for here. */
    public boolean writeProtected() {
        return writeProtectPin == null ? writeProtected : writeProtectPin.value();
    }

    public void writeProtected(boolean writeProtect) {
        writeProtected = writeProtect;
        if (writeProtectPin != null) {
            writeProtectPin.value(writeProtect);
        }
    }

    /** The byte at {@code address}, 0 to 255: {@code eeprom[address]}. */
    public int get(int address) {
        return get(address, address + 1)[0] & 0xff;
    }

    /**
     * The bytes from {@code from} to before {@code to}: {@code eeprom[from:to]}.
     *
     * @throws IllegalArgumentException if they are not in the memory
     */
    public byte[] get(int from, int to) {
        if (from < 0 || to > size || from > to) {
            throw new IllegalArgumentException("bytes %s to before %s of the EEPROM at %s: expected within 0 to %s"
                    .formatted(from, to, device, size));
        }
        byte[] bytes = new byte[to - from];
        BusHold hold = device.lock();
        try (hold) {
            awaitWritten();
            for (int done = 0; done < bytes.length; done += CHUNK) {
                address(from + done);
                device.writeThenReadInto(buffer, 0, ADDRESS_BYTES, bytes, done, Math.min(done + CHUNK, bytes.length));
            }
        }
        return bytes;
    }

    /**
     * Writes a byte: {@code eeprom[address] = value}.
     *
     * @param value 0 to 255, or −128 to 127
     * @throws IllegalStateException if the memory is write-protected
     */
    public void set(int address, int value) {
        if (value < -128 || value > 255) {
            throw new IllegalArgumentException(
                    "%s to write to the EEPROM at %s: expected a byte, 0 to 255".formatted(value, device));
        }
        set(address, new byte[] {(byte) value});
    }

    /**
     * Writes all {@code values}, the first at {@code address}: {@code eeprom[address:address + len(values)] = values}.
     *
     * @throws IllegalArgumentException if they do not fit between {@code address} and the end, and
     *     {@link #writeWraparound()} is off; nothing is written then
     * @throws IllegalStateException if the memory is write-protected
     * @throws BusException if a page could not be written; those before it are
     */
    public void set(int address, byte[] values) {
        if (writeProtected()) {
            throw new IllegalStateException(
                    "the EEPROM at %s is write-protected; call writeProtected(false) first".formatted(device));
        }
        if (address < 0 || address >= size) {
            throw new IllegalArgumentException(
                    "address %s of the EEPROM at %s: expected 0 to %s".formatted(address, device, size - 1));
        }
        if (values.length > size - address && !writeWraparound) {
            throw new IllegalArgumentException(
                    "%s bytes at address %s of the EEPROM at %s: it ends after %s; to go on at 0 call writeWraparound(true)"
                            .formatted(values.length, address, device, size - address));
        }
        BusHold hold = device.lock();
        try (hold) {
            awaitWritten();
            for (int done = 0, count; done < values.length; done += count) {
                int at = (address + done) % size;
                count = Math.min(PAGE - at % PAGE, values.length - done);
                address(at);
                System.arraycopy(values, done, buffer, ADDRESS_BYTES, count);
                writing = true;
                device.write(buffer, 0, ADDRESS_BYTES + count);
                awaitWritten();
            }
        }
    }

    private void address(int address) {
        buffer[0] = (byte) (address >> 8);
        buffer[1] = (byte) address;
    }

    /** While it writes, the chip does not answer. A write that failed may have reached it all the same. */
    private void awaitWritten() {
        Duration waited = Duration.ZERO;
        while (writing && !device.i2c().probe(device.address())) {
            if (waited.compareTo(WRITE_LIMIT) >= 0) {
                throw new BusException(
                        BusException.Kind.TIMEOUT,
                        "the EEPROM at %s does not answer %s ms after a write, where 5 ms are the most; check its power"
                                .formatted(device, waited.toMillis()));
            }
            device.sleep(POLL);
            waited = waited.plus(POLL);
        }
        writing = false;
    }
}
