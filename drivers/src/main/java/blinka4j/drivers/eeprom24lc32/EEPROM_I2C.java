// SPDX-License-Identifier: MIT
package blinka4j.drivers.eeprom24lc32;

import blinka4j.BusException;
import blinka4j.busdevice.I2CDevice;
import blinka4j.busio.BusHold;
import blinka4j.busio.I2C;
import blinka4j.digitalio.DigitalInOut;
import blinka4j.register.I2CRegisterAccessor;
import java.nio.ByteOrder;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Microchip 24LC32 memory: 4096 bytes that stay without power. Larger ones (24LC64 to 24LC512) work too, with their size given.
 * Writing takes up to 5 ms for each page of 32 bytes, and returns when the chip is done. Safe to share between threads.
 *
 * <p><a href="https://ww1.microchip.com/downloads/en/DeviceDoc/21072G.pdf">Data sheet</a>; port of <a
 * href="https://github.com/adafruit/Adafruit_CircuitPython_24LC32">Adafruit_CircuitPython_24LC32</a>.
 */
public final class EEPROM_I2C {
    /** With A0, A1 and A2 low. These pins select 0x50 to 0x57. */
    public static final int DEFAULT_ADDRESS = 0x50;

    private static final int PAGE = 32;

    private final I2CDevice device;
    private final I2CRegisterAccessor memory;
    private final int size;
    private final @Nullable DigitalInOut writeProtectPin;
    /** True if the chip may still be writing; used with the bus locked. */
    private boolean writing;

    private volatile boolean writeProtected;
    private volatile boolean writeWraparound;

    public EEPROM_I2C(I2C i2c) {
        this(i2c, DEFAULT_ADDRESS);
    }

    /** @throws blinka4j.DeviceNotFoundException if nothing answers at {@code address} */
    public EEPROM_I2C(I2C i2c, int address) {
        this(i2c, address, false, null, 4096);
    }

    /**
     * @param writeProtect true to refuse writes until {@link #writeProtected(boolean)}
     * @param wpPin the pin that is wired to WP, or null
     * @param maxSize bytes of the chip, 32 to 65,536
     */
    public EEPROM_I2C(I2C i2c, int address, boolean writeProtect, @Nullable DigitalInOut wpPin, int maxSize) {
        if (maxSize < PAGE || maxSize > 65_536 || maxSize % PAGE != 0) {
            throw new IllegalArgumentException(
                    "maxSize cannot be %s bytes: expected 32 to 65536, a multiple of 32".formatted(maxSize));
        }
        device = new I2CDevice(i2c, address);
        memory = new I2CRegisterAccessor(device, 2, ByteOrder.BIG_ENDIAN);
        size = maxSize;
        writeProtectPin = wpPin;
        writeProtected = writeProtect;
        if (wpPin != null) {
            wpPin.switchToOutput(writeProtect);
        }
    }

    /** Bytes of the memory: {@code len(eeprom)}. */
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

    /** True if writes are refused: the level of the WP pin if it is wired, else what was set here. */
    public boolean writeProtected() {
        return writeProtectPin == null ? writeProtected : writeProtectPin.value();
    }

    public void writeProtected(boolean writeProtect) {
        // Not during a write: the chip would acknowledge the rest of it, and lose it.
        BusHold hold = device.lock();
        try (hold) {
            writeProtected = writeProtect;
            if (writeProtectPin != null) {
                writeProtectPin.value(writeProtect);
            }
        }
    }

    /** Reads a byte, 0 to 255: {@code eeprom[address]}. */
    public int get(int address) {
        return get(address, address + 1)[0] & 0xff;
    }

    /** Reads the bytes {@code from} to {@code to - 1}, 0 to {@link #length()}: {@code eeprom[from:to]}. */
    public byte[] get(int from, int to) {
        if (from < 0 || to > size || from > to) {
            throw new IllegalArgumentException("bytes %s to before %s of the EEPROM at %s: expected within 0 to %s"
                    .formatted(from, to, device, size));
        }
        byte[] bytes = new byte[to - from];
        device.exclusively(() -> {
            awaitWritten();
            // Linux reads at most 8192 bytes in one transfer.
            for (int done = 0; done < bytes.length; done += 4096) {
                memory.read(from + done, bytes, done, Math.min(done + 4096, bytes.length));
            }
        });
        return bytes;
    }

    /** @param value 0 to 255, or −128 to 127 */
    public void set(int address, int value) {
        if (value < -128 || value > 255) {
            throw new IllegalArgumentException(
                    "%s to write to the EEPROM at %s: expected a byte, 0 to 255".formatted(value, device));
        }
        set(address, new byte[] {(byte) value});
    }

    /**
     * Writes {@code values}, the first at {@code address}: {@code eeprom[address:address + len(values)] = values}.
     *
     * @throws IllegalArgumentException if they reach beyond the end and {@link #writeWraparound()} is off; nothing is written
     * @throws IllegalStateException if the memory is write-protected
     * @throws BusException if a page could not be written; those before it are
     */
    public void set(int address, byte[] values) {
        int last = size - (writeWraparound ? 1 : Math.max(1, values.length));
        if (address < 0 || address > last) {
            throw new IllegalArgumentException(
                    "%s bytes at address %s of the EEPROM at %s: expected an address from 0 to %s. writeWraparound(true) allows writes beyond the end."
                            .formatted(values.length, address, device, last));
        }
        device.exclusively(() -> {
            if (writeProtected()) {
                throw new IllegalStateException(
                        "the EEPROM at %s is write-protected. Call writeProtected(false) first.".formatted(device));
            }
            awaitWritten();
            for (int done = 0, count; done < values.length; done += count) {
                int at = (address + done) % size;
                count = Math.min(PAGE - at % PAGE, values.length - done);
                writing = true;
                memory.write(at, values, done, done + count);
                awaitWritten();
            }
        });
    }

    /** The chip does not answer while it writes. A write that failed may have reached it. */
    private void awaitWritten() {
        for (int polls = 0; writing && !device.i2c().probe(device.address()); polls++) {
            if (polls == 40) {
                throw new BusException(
                        BusException.Kind.TIMEOUT,
                        "the EEPROM at %s does not answer 20 ms after a write. It needs 5 ms at most. Check its power and wiring."
                                .formatted(device));
            }
            device.sleep(Duration.ofNanos(500_000));
        }
        writing = false;
    }
}
