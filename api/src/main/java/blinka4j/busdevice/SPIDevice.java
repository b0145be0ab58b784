// SPDX-License-Identifier: MIT
package blinka4j.busdevice;

import blinka4j.busio.BusHold;
import blinka4j.busio.SPI;
import blinka4j.busio.SPIChip;
import blinka4j.digitalio.DigitalInOut;
import blinka4j.hardware.Arguments;
import blinka4j.hardware.PinNames;
import blinka4j.microcontroller.Pin;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One device on an SPI bus: its chip select and its settings. Each call locks the bus, sets it up and selects the chip. For
 * several transfers in a row use {@link #exclusively}: Python's {@code with device as spi:}.
 *
 * <p>The chip select is a {@link DigitalInOut}, or a pin that the controller drives, such as {@code Board.CE0}. The
 * controller is faster.
 *
 * <p>Slices and errors are those of {@link SPI}.
 */
public final class SPIDevice {
    private static final int DEFAULT_BAUDRATE = 100_000;

    private final SPI spi;
    private final @Nullable DigitalInOut chipSelect;
    private final boolean active;
    private final SPIChip chip;
    private final byte[] extra;
    private final BusHold selection = this::deselect;
    private final BusHold chipSelection;

    /** A chip without chip select: 100 kHz, polarity 0, phase 0. */
    public SPIDevice(SPI spi) {
        this(spi, null, false, requiredBus(spi).chip(DEFAULT_BAUDRATE, 0, 0), 0);
    }

    /** A digital output as chip select, active low: 100 kHz, polarity 0, phase 0. */
    public SPIDevice(SPI spi, DigitalInOut chipSelect) {
        this(spi, chipSelect, DEFAULT_BAUDRATE, 0, 0);
    }

    /** A digital output as chip select, active low. */
    public SPIDevice(SPI spi, DigitalInOut chipSelect, int baudrate, int polarity, int phase) {
        this(spi, chipSelect, false, baudrate, polarity, phase, 0);
    }

    /**
     * A digital output as chip select.
     *
     * @param activeValue the level that selects the chip
     * @param baudrate clock in Hz; the controller uses the nearest one that is not higher
     * @param polarity level of the idle clock, 0 or 1
     * @param phase clock edge at which data is sampled: 0 the first, 1 the second
     * @param extraClocks clock cycles after the chip is deselected, for SD cards; rounded up to whole bytes, which are
     *     0xff
     */
    public SPIDevice(
            SPI spi,
            DigitalInOut chipSelect,
            boolean activeValue,
            int baudrate,
            int polarity,
            int phase,
            int extraClocks) {
        this(spi, chipSelect, activeValue, requiredBus(spi).chip(baudrate, polarity, phase), extraClocks);
        requiredSelect(chipSelect).switchToOutput(!activeValue);
    }

    /** A pin as chip select that the controller drives: 100 kHz, polarity 0, phase 0. */
    public SPIDevice(SPI spi, Pin chipSelect) {
        this(spi, chipSelect, DEFAULT_BAUDRATE, 0, 0);
    }

    /**
     * A pin as chip select that the controller drives.
     *
     * @throws blinka4j.PinException if this pin is not a chip select of the controller
     */
    public SPIDevice(SPI spi, Pin chipSelect, int baudrate, int polarity, int phase) {
        this(spi, null, false, requiredBus(spi).chip(requiredSelect(chipSelect), baudrate, polarity, phase), 0);
    }

    private SPIDevice(SPI spi, @Nullable DigitalInOut chipSelect, boolean activeValue, SPIChip chip, int extraClocks) {
        if (extraClocks < 0) {
            throw new IllegalArgumentException(
                    "an SPI device cannot have %s extra clocks. The number must be 0 or more.".formatted(extraClocks));
        }
        this.spi = spi;
        this.chip = chip;
        this.chipSelection = chip::deselect;
        this.chipSelect = chipSelect;
        this.active = activeValue;
        this.extra = new byte[(extraClocks + 7) / 8];
        Arrays.fill(extra, (byte) 0xff);
    }

    private static SPI requiredBus(SPI spi) {
        return Arguments.required(spi, "SPIDevice needs a bus", "new SPI(Board.SCK, Board.MOSI, Board.MISO)");
    }

    private static <T> T requiredSelect(T chipSelect) {
        return Arguments.required(chipSelect, "SPIDevice needs a chip select", "Board.CE0");
    }

    public SPI spi() {
        return spi;
    }

    /**
     * Writes bytes given as ints, so that {@code 0x9F} needs no cast.
     *
     * @throws IllegalArgumentException if one is not from 0 to 255; then nothing is written
     */
    public void write(int... bytes) {
        write(Bytes.of(bytes));
    }

    /** Writes an array, or single bytes from −128 to 127. */
    public void write(byte... buffer) {
        write(buffer, 0, buffer.length);
    }

    public void write(byte[] buffer, int start, int end) {
        select();
        try (selection) {
            spi.write(buffer, start, end);
        }
    }

    public byte[] read(int count) {
        byte[] in = Bytes.room(count);
        readInto(in);
        return in;
    }

    public void readInto(byte[] buffer) {
        readInto(buffer, 0, buffer.length);
    }

    public void readInto(byte[] buffer, int start, int end) {
        select();
        try (selection) {
            spi.readInto(buffer, start, end);
        }
    }

    /** Sends and receives at the same time. */
    public void writeReadInto(byte[] out, byte[] in) {
        writeReadInto(out, 0, out.length, in, 0, in.length);
    }

    public void writeReadInto(byte[] out, int outStart, int outEnd, byte[] in, int inStart, int inEnd) {
        select();
        try (selection) {
            spi.writeReadInto(out, outStart, outEnd, in, inStart, inEnd);
        }
    }

    /** Sends, then reads {@code count} bytes. The chip stays selected between the two. */
    public byte[] writeThenRead(byte[] out, int count) {
        byte[] in = Bytes.room(count);
        writeThenReadInto(out, 0, out.length, in, 0, count);
        return in;
    }

    /** Sends, then reads. The chip stays selected between the two. */
    public void writeThenReadInto(byte[] out, int outStart, int outEnd, byte[] in, int inStart, int inEnd) {
        select();
        try (selection) {
            chip.writeThenReadInto(out, outStart, outEnd, in, inStart, inEnd);
        }
    }

    /** Runs {@code body} with the bus locked and the chip selected: Python's {@code with device as spi:}. */
    public void exclusively(Consumer<SPI> body) {
        select();
        try (selection) {
            body.accept(spi);
        }
    }

    private void select() {
        chip.select();
        if (chipSelect != null) {
            try {
                chipSelect.value(active);
            } catch (RuntimeException | Error e) {
                try (chipSelection) {
                    throw e;
                }
            }
        }
    }

    private void deselect() {
        try (chipSelection) {
            if (chipSelect != null) {
                chipSelect.value(!active);
                if (extra.length > 0) {
                    spi.write(extra);
                }
            }
        }
    }

    /** Locks the bus for several calls, until {@link #unlock}, or until the returned object is closed. Each call selects the chip. */
    public BusHold lock() {
        return spi.lock();
    }

    public void unlock() {
        spi.unlock();
    }

    /** Waits for the device. On a simulated bus only simulated time passes. */
    public void sleep(Duration time) {
        chip.sleep(time);
    }

    @Override
    public String toString() {
        return chipSelect == null ? chip.toString() : "chip select %s of %s".formatted(PinNames.of(chipSelect), spi);
    }
}
