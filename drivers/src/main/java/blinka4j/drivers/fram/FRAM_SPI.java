// SPDX-License-Identifier: MIT
package blinka4j.drivers.fram;

import blinka4j.BusException;
import blinka4j.DeviceNotFoundException;
import blinka4j.busdevice.SPIDevice;
import blinka4j.busio.BusHold;
import blinka4j.busio.SPI;
import blinka4j.digitalio.DigitalInOut;
import blinka4j.microcontroller.Pin;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * Fujitsu MB85RS64V memory: 8192 bytes that stay without power. Others of Fujitsu's MB85RS chips work too, with their size given.
 * Writing takes no time beyond the transfer. Safe to share between threads.
 *
 * <p><a href="https://cdn-shop.adafruit.com/datasheets/MB85RS64V-DS501-00015-4v0-E.pdf">Data sheet</a>; port of <a
 * href="https://github.com/adafruit/Adafruit_CircuitPython_FRAM">Adafruit_CircuitPython_FRAM</a>.
 */
public final class FRAM_SPI extends FRAM {
    private static final int WRITE_STATUS = 0x01;
    private static final int WRITE = 0x02;
    private static final int READ = 0x03;
    private static final int READ_STATUS = 0x05;
    private static final int ENABLE_WRITE = 0x06;
    private static final int READ_ID = 0x9F;
    /** Of the status: WPEN, with which the pin WP counts, and BP1 and BP0 for all of the memory. */
    private static final int PROTECTED = 0x8C;

    private static final int BLOCKS = 0x0C;
    private static final int SAME = 3;
    private static final int READINGS = 9;

    private final SPIDevice device;
    private final @Nullable DigitalInOut writeProtectPin;

    /** At 100 kHz. */
    public FRAM_SPI(SPI spi, DigitalInOut chipSelect) {
        this(spi, chipSelect, false, null, 100_000, 0x2000);
    }

    /** At 100 kHz, with a chip select that the controller drives. */
    public FRAM_SPI(SPI spi, Pin chipSelect) {
        this(new SPIDevice(spi, chipSelect), false, null, 0x2000);
    }

    /**
     * @param writeProtect true for {@link #writeProtected(boolean)}; false leaves the chip as it is
     * @param wpPin the pin that is wired to WP, or null
     * @param baudrate in Hz, at most 20 MHz
     * @param maxSize bytes of the chip, such as 8192
     */
    public FRAM_SPI(
            SPI spi,
            DigitalInOut chipSelect,
            boolean writeProtect,
            @Nullable DigitalInOut wpPin,
            int baudrate,
            int maxSize) {
        this(new SPIDevice(spi, chipSelect, baudrate, 0, 0), writeProtect, wpPin, maxSize);
    }

    /**
     * With other settings of the bus.
     *
     * @throws DeviceNotFoundException if no memory of Fujitsu's answers, or one of another size does
     */
    public FRAM_SPI(SPIDevice device, boolean writeProtect, @Nullable DigitalInOut wpPin, int maxSize) {
        super(maxSize);
        this.device = device;
        byte[] id = {(byte) READ_ID, 0, 0, 0, 0};
        device.writeReadInto(id, id);
        // The maker, 0x04 and 0x7F; then the size in 5 bits.
        if (id[1] != 0x04 || id[2] != 0x7f || 1024L << (id[3] & 0x1f) != maxSize) {
            throw new DeviceNotFoundException(
                    "FRAM of Fujitsu with %s bytes".formatted(maxSize),
                    device,
                    "the id %s (expected 047f, and 03 for 8192 bytes)"
                            .formatted(HexFormat.of().formatHex(id, 1, 5)));
        }
        writeProtectPin = wpPin;
        if (wpPin != null) {
            wpPin.switchToOutput(true);
        }
        if (writeProtect) {
            writeProtected(true);
        }
    }

    /** True if the chip refuses writes to some of its memory. It remembers this without power. */
    @Override
    public boolean writeProtected() {
        return (status() & BLOCKS) != 0;
    }

    /**
     * Protects all of the memory, or none. A pin WP is driven low to protect the protection too.
     *
     * @throws BusException if the chip does not take it: the pin WP is low
     */
    @Override
    public void writeProtected(boolean writeProtect) {
        BusHold hold = lock();
        try (hold) {
            if (writeProtectPin != null) {
                writeProtectPin.value(true);
            }
            int status = writeProtect ? PROTECTED : 0;
            device.write(ENABLE_WRITE);
            device.write(WRITE_STATUS, status);
            int found = status();
            if ((found & PROTECTED) != status) {
                throw new BusException(
                        BusException.Kind.OTHER,
                        "the %s has the status 0x%02x after 0x%02x was written. Its pin WP may be low. Connect it to 3.3 V, and try again."
                                .formatted(this, found, status));
            }
            if (writeProtectPin != null && writeProtect) {
                writeProtectPin.value(false);
            }
        }
    }

    /** Read until three readings in a row are the same, with bit 0, which is always 0: a wrong one would do harm. */
    private int status() {
        BusHold hold = lock();
        try (hold) {
            for (int readings = 0, same = 0, last = 0; readings < READINGS; readings++) {
                byte[] status = {READ_STATUS, 0};
                device.writeReadInto(status, status);
                same = (status[1] & 1) != 0 ? 0 : status[1] == last ? same + 1 : 1;
                last = status[1];
                if (same == SAME) {
                    return last & 0xff;
                }
            }
        }
        throw new BusException(
                BusException.Kind.OTHER,
                "the status of the %s has another value at each reading, or is none. The wiring or the supply is bad. Check them, and try again."
                        .formatted(this));
    }

    @Override
    protected BusHold lock() {
        return device.lock();
    }

    @Override
    protected void read(int address, byte[] buffer, int start, int end) {
        byte[] frame = frame(READ, address, end - start);
        device.writeReadInto(frame, frame);
        System.arraycopy(frame, frame.length - (end - start), buffer, start, end - start);
    }

    @Override
    protected void write(int address, byte[] buffer, int start, int end) {
        byte[] frame = frame(WRITE, address, end - start);
        System.arraycopy(buffer, start, frame, frame.length - (end - start), end - start);
        // At the end of a write the chip disables writes again.
        device.write(ENABLE_WRITE);
        device.write(frame);
    }

    /** The command, the address, of three bytes for more than 64 KiB, and room for the data. */
    private byte[] frame(int code, int address, int count) {
        int width = length() > 0x10000 ? 3 : 2;
        byte[] frame = new byte[1 + width + count];
        frame[0] = (byte) code;
        for (int i = 0; i < width; i++) {
            frame[width - i] = (byte) (address >> (8 * i));
        }
        return frame;
    }

    @Override
    public String toString() {
        return "FRAM at %s".formatted(device);
    }
}
