// SPDX-License-Identifier: MIT
package blinka4j.neopixelwrite;

import blinka4j.NotAvailableException;
import blinka4j.PinException;
import blinka4j.busio.BusHold;
import blinka4j.busio.SPI;
import blinka4j.busio.SPIChip;
import blinka4j.hardware.Arguments;
import blinka4j.hardware.Hardware;
import blinka4j.microcontroller.Pin;
import blinka4j.provider.BoardDefinition.SpiBus;
import java.util.Arrays;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * An output for a strip of NeoPixels (WS2812, SK6812), which take their data at 800 kHz on one wire. The wire is MOSI of an SPI bus:
 * several bits of the bus make one bit of the strip. So it needs no rights beyond those of the bus, and each bus can have a strip. The
 * clock pin of the bus is busy too and must not be connected.
 *
 * <p>The pulses follow the data sheet of the WS2812B at the clock that the bus reports. Linux reports the clock that was asked for. If
 * a strip flickers, the controller may have rounded it; try another clock. On a Raspberry Pi, fix the clock of the processor's core
 * ({@code core_freq=250} in config.txt, on a Raspberry Pi 4 {@code core_freq_min=500}).
 *
 * <p>After each frame the wire is low for 300 µs, which ends it. A pause within a frame would end it too, so all of it must fit into
 * one transfer. Linux transfers 4096 bytes unless {@code spidev.bufsiz} is raised, enough for 445 pixels with three colors.
 *
 * <p>Threads may share an output.
 */
public final class NeoPixelOut implements AutoCloseable {
    /** The slowest one needs the fewest bytes. */
    private static final int[] FREQUENCIES = {2_400_000, 3_200_000, 6_400_000};

    /** Enough for all kinds: old WS2812 need 50 µs, WS2812B-V5 280 µs. */
    private static final long RESET_MICROS = 300;

    /** A byte at a clock of 1 Hz, in µs. */
    private static final int BYTE_MICROS = 8_000_000;

    /** A clock that is this much slower than asked for gives pulses that are this much longer. */
    private static final double SLOWEST = 0.9;

    private final String name;
    private final SPI spi;
    private final boolean closesBus;
    private final SPIChip chip;
    private final BusHold selection;
    /** The bytes of the bus for each byte of the strip. */
    private final byte[] table;

    private final int perByte;
    private final int lead;
    private final int reset;
    /** Guarded by the lock of the bus. */
    private byte[] frame = {};

    private volatile boolean closed;

    /** A wire, and what to send on it. */
    private record Wire(String name, SPI spi, boolean closesBus, SPIChip chip, Pulses pulses, int lead, int reset) {}

    /**
     * A strip at a pin.
     *
     * @param pin the MOSI pin of an SPI bus, which must not be open
     * @throws PinException if the pin is no MOSI pin, or is in use
     * @throws NotAvailableException if the bus is not switched on, or has no clock that suits the strip
     */
    public NeoPixelOut(Pin pin) {
        this(open(pin));
    }

    /** A strip at MOSI of a bus that is open. With other devices on the bus, the strip would show their data for a moment. */
    public NeoPixelOut(SPI spi) {
        this(wire(required(spi), false, "NeoPixelOut(%s)".formatted(spi)));
    }

    /**
     * The same, at a clock of your choice.
     *
     * @param frequency in Hz; more than 2.1 MHz
     * @throws NotAvailableException if no pulses at the clock that the bus has then are those of the data sheet
     */
    public NeoPixelOut(SPI spi, int frequency) {
        this(wire(required(spi), false, "NeoPixelOut(%s)".formatted(spi), frequency));
    }

    /**
     * The same, with pulses of your choice, one byte of the bus for each bit of the strip. They are not checked.
     *
     * @param frequency in Hz
     * @param resetTime how long the wire is low before and after the data, in seconds
     * @param bit0 the byte for a 0, 0 to 255
     * @param bit1 the byte for a 1
     * @throws NotAvailableException if the bus has a clock that is more than 10 % slower
     */
    public NeoPixelOut(SPI spi, int frequency, double resetTime, int bit0, int bit1) {
        this(wire(required(spi), frequency, resetTime, bit0, bit1));
    }

    private NeoPixelOut(Wire wire) {
        name = wire.name;
        spi = wire.spi;
        closesBus = wire.closesBus;
        chip = wire.chip;
        selection = chip::deselect;
        table = wire.pulses.table();
        perByte = wire.pulses.length();
        lead = wire.lead;
        reset = wire.reset;
    }

    private static SPI required(SPI spi) {
        return Arguments.required(spi, "NeoPixelOut needs a bus", "Board.spi()");
    }

    private static Wire open(Pin pin) {
        Hardware hardware = Pin.required(pin, "NeoPixelOut").hardware();
        SpiBus bus = hardware.board().spiBuses().stream()
                .filter(each -> each.clock() != null && hardware.lookup().isOn(each.mosi(), pin.name()))
                .findFirst()
                .orElseThrow(() -> notMosi(pin, hardware));
        SPI spi = new SPI(new Pin(Objects.requireNonNull(bus.clock()), hardware), pin);
        try {
            return wire(spi, true, "NeoPixelOut(%s)".formatted(pin));
        } catch (RuntimeException | Error e) {
            try (spi) {
                throw e;
            }
        }
    }

    private static PinException notMosi(Pin pin, Hardware hardware) {
        // If there is no such pin, that is the error.
        hardware.lookup().isOn(pin.name(), pin.name());
        String pins = hardware.board().spiBuses().stream()
                .map(SpiBus::mosi)
                .filter(Objects::nonNull)
                .collect(Collectors.joining(", "));
        return new PinException(
                "%s cannot send to a strip of NeoPixels, because it is not the MOSI pin of an SPI bus. %s has these: %s."
                        .formatted(pin, hardware.board(), pins.isEmpty() ? "none" : pins));
    }

    /** At the first clock that suits the strip. */
    private static Wire wire(SPI spi, boolean closesBus, String name) {
        NotAvailableException unsuited = null;
        for (int frequency : FREQUENCIES) {
            try {
                return wire(spi, closesBus, name, frequency);
            } catch (NotAvailableException e) {
                if (unsuited != null) {
                    e.addSuppressed(unsuited);
                }
                unsuited = e;
            }
        }
        throw Objects.requireNonNull(unsuited);
    }

    private static Wire wire(SPI spi, boolean closesBus, String name, int frequency) {
        SPIChip chip = spi.chip(frequency, 0, 0);
        int actual = actual(spi, chip);
        // A byte of zeros first, for controllers whose MOSI is high between transfers.
        return new Wire(name, spi, closesBus, chip, Pulses.at(actual, spi), 1, reset(actual));
    }

    private static Wire wire(SPI spi, int frequency, double resetTime, int bit0, int bit1) {
        if ((bit0 | bit1) >>> 8 != 0) {
            throw new IllegalArgumentException(
                    "the bits of a NeoPixel cannot be 0x%x and 0x%x. They must be bytes, 0 to 255."
                            .formatted(bit0, bit1));
        }
        if (!(resetTime >= 0 && resetTime <= 1)) {
            throw new IllegalArgumentException(
                    "a reset time of %s s is not possible. It must be 0 to 1 s.".formatted(resetTime));
        }
        SPIChip chip = spi.chip(frequency, 0, 0);
        int actual = actual(spi, chip);
        if (actual < SLOWEST * frequency) {
            throw new NotAvailableException(
                    "%s has a clock of %s Hz, where the strip needs %s Hz. Choose bytes for a clock that the bus has."
                            .formatted(spi, actual, frequency));
        }
        int reset = (int) Math.rint(actual * resetTime / Byte.SIZE);
        String name = "NeoPixelOut(%s)".formatted(spi);
        return new Wire(name, spi, false, chip, new Pulses(bit0, bit1, Byte.SIZE), reset, reset);
    }

    private static int actual(SPI spi, SPIChip chip) {
        BusHold selection = chip::deselect;
        chip.select();
        try (selection) {
            return spi.frequency();
        }
    }

    /** Bytes, rounded up. */
    private static int reset(int frequency) {
        return (int) ((RESET_MICROS * frequency + BYTE_MICROS - 1) / BYTE_MICROS);
    }

    /**
     * Sends the bytes of all pixels, and waits until they are shown.
     *
     * @throws NotAvailableException as {@link #reserve} does
     * @throws blinka4j.BusException if the transfer failed
     */
    public void write(byte[] buffer) {
        requireOpen();
        chip.select();
        try (selection) {
            int length = grow(buffer.length);
            int at = lead;
            for (byte each : buffer) {
                System.arraycopy(table, (each & 0xFF) * perByte, frame, at, perByte);
                at += perByte;
            }
            Arrays.fill(frame, at, length, (byte) 0);
            spi.write(frame, 0, length);
        }
    }

    /**
     * Makes room for frames of so many bytes, so that {@link #write} need not.
     *
     * @throws NotAvailableException if one transfer cannot have so many; the message says how many it can have
     */
    public void reserve(int bytes) {
        requireOpen();
        BusHold hold = spi.lock();
        try (hold) {
            int unused = grow(bytes);
        }
    }

    /** Returns the length of a frame on the bus. */
    private int grow(int bytes) {
        long length = lead + (long) bytes * perByte + reset;
        int most = chip.longestTransfer();
        if (length > most) {
            throw new NotAvailableException(
                    "%s cannot send %s bytes of colors, which take %s on the bus. The system sends %s without a pause, and after a pause a strip begins anew. Use a strip of at most %s bytes, or raise the limit: add spidev.bufsiz=65536 to the kernel's command line and reboot."
                            .formatted(this, bytes, length, most, Math.max(0, (most - lead - reset) / perByte)));
        }
        if (frame.length < length) {
            frame = new byte[(int) length];
        }
        return (int) length;
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("%s is closed. Open it again with a new NeoPixelOut.".formatted(this));
        }
    }

    /** True if this output or its bus was closed. */
    public boolean isClosed() {
        return closed || spi.isClosed();
    }

    /** Frees the pin. The strip keeps its colors. Closing again does nothing. */
    @Override
    public void close() {
        closed = true;
        if (closesBus) {
            spi.close();
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
