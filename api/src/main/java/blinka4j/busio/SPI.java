// SPDX-License-Identifier: MIT
package blinka4j.busio;

import blinka4j.BusException;
import blinka4j.PinException;
import blinka4j.hardware.Arguments;
import blinka4j.hardware.Hardware;
import blinka4j.hardware.Hold;
import blinka4j.hardware.Kind;
import blinka4j.microcontroller.Pin;
import blinka4j.provider.BoardDefinition.SpiBus;
import blinka4j.provider.SpiPort;
import blinka4j.provider.SpiPort.Settings;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * An SPI bus. {@code SPIDevice} adds the chip select and the settings of one chip.
 *
 * <p>Safe to share between threads: each call holds the bus, {@link #exclusively} holds it over several. A call
 * waits at most 10 s, in turn, for another thread that holds the bus; {@link #lock(Duration)} sets another limit.
 *
 * <p>Slices are those of CircuitPython: {@code start} to before {@code end}, a negative index counts from the end, indexes
 * outside the buffer are cut off; an empty slice transfers nothing. A transfer that fails throws a {@link BusException}.
 */
public final class SPI implements AutoCloseable {
    private static final Settings DEFAULT = new Settings(100_000, 0, 0, 8, false, false, Settings.BY_HAND);

    private final SpiPort port;
    /** The board of the bus; null for a port that is not on a board. */
    private final @Nullable Hardware hardware;

    private final List<String> chipSelects;
    final Bus bus;
    private Settings settings = DEFAULT;
    /** True if the port has these settings; false if changing them failed. */
    private boolean settled = true;

    private int frequency;
    private boolean selected;
    private boolean stillSelected;

    /**
     * The bus on these pins, at 100 kHz, polarity 0, phase 0, words of 8 bits.
     *
     * @param mosi null for a bus that is only read
     * @param miso null for a bus that is only written
     * @throws blinka4j.PinException if the board has no bus on these pins, or one of them is already open
     * @throws blinka4j.NotAvailableException if the bus is not switched on, or must not be opened; the message says what to do
     */
    public SPI(Pin clock, @Nullable Pin mosi, @Nullable Pin miso) {
        this(open(clock, mosi, miso));
    }

    /** The same, for a bus that is only written. */
    public SPI(Pin clock, Pin mosi) {
        this(clock, mosi, null);
    }

    /** The board's first bus. */
    @SuppressWarnings("exports") // For Blinka. Programs use Blinka.spi().
    public SPI(Hardware hardware) {
        this(open(hardware));
    }

    /** For buses that are not on the board itself. */
    public SPI(SpiPort port) {
        this(new Open(
                Arguments.port(port, "SPI", "new SPI(Board.SCLK, Board.MOSI, Board.MISO)"),
                Hold.of(port),
                null,
                List.of()));
    }

    private SPI(Open open) {
        port = open.port;
        hardware = open.hardware;
        chipSelects = open.chipSelects;
        Hold hold = open.hold;
        bus = new Bus(
                "SPI(%s)".formatted(port.name()), "Board.spi() or new SPI(clock, mosi, miso)", hold, () -> {}, null);
        try {
            frequency = port.configure(DEFAULT);
        } catch (RuntimeException | Error e) {
            try (hold) {
                throw e;
            }
        }
        hold.guard(this);
    }

    /** An open port, its hold, and its board. */
    private record Open(SpiPort port, Hold hold, @Nullable Hardware hardware, List<String> chipSelects) {}

    private static Open open(Pin clock, @Nullable Pin mosi, @Nullable Pin miso) {
        Hardware hardware = Pin.required(clock, "SPI(clock, mosi, miso)").hardware();
        if (mosi == null && miso == null) {
            throw new IllegalArgumentException(
                    "an SPI bus needs MOSI or MISO, or both. Pass at least one of these pins.");
        }
        List<@Nullable String> pins =
                Arrays.asList(clock.name(), mosi == null ? null : mosi.name(), miso == null ? null : miso.name());
        SpiBus found = hardware.lookup().find(Kind.SPI, hardware.board().spiBuses(), pins);
        return open(hardware, found, hardware.hold(Kind.SPI, found, pins));
    }

    private static Open open(Hardware hardware) {
        SpiBus first = hardware.lookup().first(Kind.SPI, hardware.board().spiBuses());
        return open(hardware, first, hardware.holdForAll(Kind.SPI, first));
    }

    private static Open open(Hardware hardware, SpiBus bus, Hold hold) {
        return new Open(hold.open(() -> hardware.provider().openSpi(bus)), hold, hardware, bus.chipSelects());
    }

    /**
     * Returns a chip whose chip select the controller does not drive: it is always selected, or the program selects it.
     *
     * @param baudrate clock in Hz; the controller uses the nearest one that is not higher
     * @param polarity level of the idle clock, 0 or 1
     * @param phase clock edge at which data is taken: 0 the first, 1 the second
     */
    public SPIChip chip(int baudrate, int polarity, int phase) {
        return chip(Settings.BY_HAND, baudrate, polarity, phase);
    }

    /**
     * Returns a chip whose chip select the controller drives.
     *
     * @param chipSelect such as {@code Board.CE0}
     * @throws PinException if the controller drives no chip select on this pin
     */
    public SPIChip chip(Pin chipSelect, int baudrate, int polarity, int phase) {
        return chip(index(chipSelect), baudrate, polarity, phase);
    }

    private SPIChip chip(int chipSelect, int baudrate, int polarity, int phase) {
        return new SPIChip(this, new Settings(baudrate, polarity, phase, 8, false, false, chipSelect));
    }

    /** The index of the chip select that the controller drives on this pin. */
    int index(Pin pin) {
        Pin.required(pin, "SPIDevice(spi, chipSelect)");
        if (hardware == null) {
            throw new IllegalArgumentException(
                    "%s is not a bus of the board and cannot drive %s. Use a digital output: new SPIDevice(spi, new DigitalInOut(pin))."
                            .formatted(this, pin));
        }
        for (int i = 0; i < chipSelects.size(); i++) {
            if (hardware.lookup().isOn(chipSelects.get(i), pin.name())) {
                return i;
            }
        }
        throw new PinException(
                "%s is not a chip select of %s, which drives %s. For any other pin, use a digital output: new SPIDevice(spi, new DigitalInOut(pin))."
                        .formatted(pin, this, chipSelects));
    }

    /** @param baudrate clock in Hz; the controller uses the nearest one that is not higher */
    public void configure(int baudrate) {
        configure(baudrate, 0, 0, 8);
    }

    public void configure(int baudrate, int polarity, int phase) {
        configure(baudrate, polarity, phase, 8);
    }

    /**
     * Configures all following transfers.
     *
     * @param baudrate clock in Hz; the controller uses the nearest one that is not higher
     * @param polarity level of the idle clock, 0 or 1
     * @param phase clock edge at which data is taken: 0 the first, 1 the second
     * @param bits bits of one word
     * @throws blinka4j.NotAvailableException if the controller does not support this
     */
    public void configure(int baudrate, int polarity, int phase, int bits) {
        configure(new Settings(baudrate, polarity, phase, bits, false, false, Settings.BY_HAND));
    }

    /** Configures all following transfers, with settings that CircuitPython does not have. */
    public void configure(Settings settings) {
        BusHold hold = lock();
        try (hold) {
            apply(settings);
        }
    }

    private void apply(Settings wanted) {
        if (settled && wanted.equals(settings)) {
            return;
        }
        settled = false;
        try {
            frequency = port.configure(wanted);
            settings = wanted;
            settled = true;
        } catch (RuntimeException | Error e) {
            restore(e);
            throw e;
        }
    }

    /** Undoes settings that the controller has refused. */
    private void restore(Throwable after) {
        try {
            frequency = port.configure(settings);
            settled = true;
        } catch (RuntimeException e) {
            after.addSuppressed(e);
        }
    }

    /** Returns the actual clock in Hz, as far as the system tells. It may be lower than configured. */
    public int frequency() {
        BusHold hold = lock();
        try (hold) {
            return frequency;
        }
    }

    public void write(byte[] buffer) {
        write(buffer, 0, buffer.length);
    }

    /** Sends {@code buffer[start:end]} and drops the received bytes. */
    public void write(byte[] buffer, int start, int end) {
        int from = Slice.start(start, buffer.length);
        int length = Slice.end(from, end, buffer.length) - from;
        transfer(buffer, from, null, 0, length, false);
    }

    public void readInto(byte[] buffer) {
        readInto(buffer, 0, buffer.length, 0);
    }

    /** Fills {@code buffer[start:end]}, while sending zeros. */
    public void readInto(byte[] buffer, int start, int end) {
        readInto(buffer, start, end, 0);
    }

    /** @param writeValue the byte to send while reading, 0 to 255 */
    public void readInto(byte[] buffer, int start, int end, int writeValue) {
        if (writeValue < 0 || writeValue > 255) {
            throw new IllegalArgumentException(
                    "cannot send the write value %s. It must be a byte, 0 to 255.".formatted(writeValue));
        }
        int from = Slice.start(start, buffer.length);
        int to = Slice.end(from, end, buffer.length);
        if (writeValue == 0) {
            transfer(null, 0, buffer, from, to - from, false);
        } else {
            Arrays.fill(buffer, from, to, (byte) writeValue);
            transfer(buffer, from, buffer, from, to - from, false);
        }
    }

    public void writeReadInto(byte[] out, byte[] in) {
        writeReadInto(out, 0, out.length, in, 0, in.length);
    }

    /**
     * Sends {@code out[outStart:outEnd]} and receives {@code in[inStart:inEnd]} at the same time.
     *
     * @throws IllegalArgumentException if the two slices are not equally long
     */
    public void writeReadInto(byte[] out, int outStart, int outEnd, byte[] in, int inStart, int inEnd) {
        int outFrom = Slice.start(outStart, out.length);
        int inFrom = Slice.start(inStart, in.length);
        int outLength = Slice.end(outFrom, outEnd, out.length) - outFrom;
        int inLength = Slice.end(inFrom, inEnd, in.length) - inFrom;
        if (outLength != inLength) {
            throw new IllegalArgumentException(
                    "%s sends and receives at the same time, but the slices have %s and %s bytes. Pass two slices of the same length."
                            .formatted(this, outLength, inLength));
        }
        transfer(out, outFrom, in, inFrom, outLength, false);
    }

    void writeThenReadInto(byte[] out, int outStart, int outEnd, byte[] in, int inStart, int inEnd) {
        int outFrom = Slice.start(outStart, out.length);
        int outTo = Slice.end(outFrom, outEnd, out.length);
        int inFrom = Slice.start(inStart, in.length);
        int inTo = Slice.end(inFrom, inEnd, in.length);
        BusHold hold = lock();
        try (hold) {
            try {
                transfer(out, outFrom, null, 0, outTo - outFrom, inTo > inFrom);
                transfer(null, 0, in, inFrom, inTo - inFrom, false);
            } catch (RuntimeException | Error e) {
                if (!selected) {
                    release(e);
                }
                throw e;
            }
        }
    }

    private void transfer(
            byte @Nullable [] out, int outStart, byte @Nullable [] in, int inStart, int length, boolean keep) {
        BusHold hold = lock();
        try (hold) {
            if (length > 0) {
                apply(settings);
                boolean keepSelected = (keep || selected) && settings.chipSelect() != Settings.BY_HAND;
                stillSelected |= keepSelected;
                port.transfer(out, outStart, in, inStart, length, keepSelected);
                stillSelected = keepSelected;
            }
        }
    }

    void select(Settings settings) {
        BusHold hold = lock();
        try {
            if (selected) {
                throw new IllegalStateException("%s already has a chip selected. Deselect it first.".formatted(this));
            }
            apply(settings);
            selected = true;
        } catch (RuntimeException | Error e) {
            try (hold) {
                throw e;
            }
        }
    }

    void deselect() {
        if (!bus.isMine() || !selected) {
            return;
        }
        try {
            release();
        } finally {
            selected = false;
            unlock();
        }
    }

    /** Deselects the chip that the controller has kept selected. */
    private void release() {
        if (stillSelected && !isClosed()) {
            port.transfer(null, 0, null, 0, 0, false);
            stillSelected = false;
        }
    }

    private void release(Throwable after) {
        try {
            release();
        } catch (RuntimeException e) {
            after.addSuppressed(e);
        }
    }

    /** Takes the bus if it is free, for several calls until {@link #unlock}. A thread may take it more than once. */
    public boolean tryLock() {
        return bus.tryLock();
    }

    /**
     * Takes the bus for several calls, until {@link #unlock}. Waits at most 10 s for another thread that holds it.
     *
     * @return gives the bus back when it is closed, for a try statement
     * @throws BusException if the bus did not become free in time, or this thread was interrupted
     * @throws IllegalStateException if the bus is closed
     */
    public BusHold lock() {
        return bus.lock();
    }

    /**
     * The same as {@link #lock()}, with another limit on waiting.
     *
     * @param timeout more than zero
     */
    public BusHold lock(Duration timeout) {
        return bus.lock(timeout);
    }

    /**
     * Gives the bus back, once for each {@link #lock} and {@link #tryLock}.
     *
     * @throws IllegalStateException if this thread has not locked it
     */
    public void unlock() {
        bus.unlock();
    }

    /** Runs {@code body} while no other thread can use the bus. */
    public <T> T exclusively(Supplier<T> body) {
        return bus.exclusively(body);
    }

    /** Runs {@code body} while no other thread can use the bus. */
    public void exclusively(Runnable body) {
        bus.exclusively(body);
    }

    void sleep(Duration time) {
        port.sleep(time);
    }

    long monotonicNanos() {
        return port.monotonicNanos();
    }

    int longestTransfer() {
        return port.longestTransfer();
    }

    /** True if this bus or its board was closed. */
    public boolean isClosed() {
        return bus.isClosed();
    }

    /**
     * Closes the bus and frees its pins, after waiting for a thread that is using it. Closing again does nothing.
     *
     * @throws BusException if another thread keeps the bus for more than 10 s
     */
    @Override
    public void close() {
        bus.close(this);
    }

    @Override
    public String toString() {
        return bus.toString();
    }
}
