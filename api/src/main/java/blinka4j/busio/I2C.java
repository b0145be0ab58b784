// SPDX-License-Identifier: MIT
package blinka4j.busio;

import blinka4j.BusException;
import blinka4j.DeviceNotFoundException;
import blinka4j.hardware.Arguments;
import blinka4j.hardware.CurrentBoard;
import blinka4j.hardware.Hardware;
import blinka4j.hardware.Hold;
import blinka4j.hardware.Kind;
import blinka4j.microcontroller.Pin;
import blinka4j.provider.BoardDefinition.I2CBus;
import blinka4j.provider.I2CPort;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * An I2C bus.
 *
 * <pre>{@code
 * try (var i2c = new I2C(Board.SCL, Board.SDA)) {
 *     byte[] id = new byte[1];
 *     i2c.writeToThenReadFrom(0x76, new byte[] {(byte) 0xD0}, id);
 * }
 * }</pre>
 *
 * <p>Safe to share between threads: each call holds the bus, {@link #exclusively} holds it over several. A call
 * waits at most 10 s, in turn, for another thread that holds the bus; {@link #lock(Duration)} sets another limit.
 *
 * <p>Addresses are 7-bit, unshifted, 0 to 0x7f. Slices are those of CircuitPython: {@code start} to before
 * {@code end}, a negative index counts from the end, indexes outside the buffer are cut off. A transfer that
 * fails throws a {@link blinka4j.BusException}, whose kind says how.
 */
public final class I2C implements AutoCloseable {
    /** 100 kHz, the standard mode. */
    public static final int DEFAULT_FREQUENCY = 100_000;

    private static final int FIRST_ADDRESS = 0x08;
    private static final int LAST_ADDRESS = 0x77;
    private static final byte[] NOTHING = {};
    private static final int NONE = -1;

    private final I2CPort port;
    /** The port that has the time: that of the whole bus if this is part of one. */
    private final I2CPort timed;

    final Bus bus;
    /** The address of the device that has answered last. Guarded by the bus. */
    private int answered = NONE;

    /** The bus on these pins, at 100 kHz. */
    public I2C(Pin scl, Pin sda) {
        this(scl, sda, DEFAULT_FREQUENCY);
    }

    /** @param frequency clock in Hz; ignored on Linux, where the device tree sets it */
    public I2C(Pin scl, Pin sda, int frequency) {
        this(scl, sda, frequency, 0);
    }

    /**
     * @param frequency clock in Hz; ignored on Linux, where the device tree sets it
     * @param timeoutMicros how long a device may stretch the clock, in µs; 0 for the default of the system
     * @throws blinka4j.PinException if the board has no bus on these pins, or one of them is already open
     * @throws blinka4j.NotAvailableException if the bus is not switched on, or must not be opened; the message says what to do
     */
    public I2C(Pin scl, Pin sda, int frequency, int timeoutMicros) {
        this(open(scl, sda, frequency, timeoutMicros), null);
    }

    /** The bus of this number: {@code new I2C(1)} is {@code /dev/i2c-1}. */
    public I2C(int number) {
        this("/dev/i2c-" + number);
    }

    /** The bus of this device file, such as {@code /dev/i2c-1}. */
    public I2C(String device) {
        this(open(device), null);
    }

    /** The board's first bus. */
    @SuppressWarnings("exports") // For Blinka. Programs use Blinka.i2c().
    public I2C(Hardware hardware) {
        this(open(hardware), null);
    }

    /** For buses that are not on the board itself. */
    public I2C(I2CPort port) {
        this(open(port), null);
    }

    /**
     * For a bus that is part of another one, such as the channel of a multiplexer. Both share one lock, so they are never used
     * at the same time, and one clock. Closing the whole bus closes the part.
     */
    public I2C(I2CPort port, I2C whole) {
        this(open(port), Arguments.required(whole, "I2C(port, whole) needs the whole bus", "Board.i2c()"));
    }

    private I2C(Open open, @Nullable I2C whole) {
        port = open.port;
        timed = whole == null ? port : whole.timed;
        bus = new Bus(
                "I2C(%s)".formatted(port.name()),
                "Board.i2c() or new I2C(scl, sda)",
                open.hold,
                port::released,
                whole == null ? null : whole.bus);
        open.hold.guard(this);
    }

    /** An open port and its hold. */
    private record Open(I2CPort port, Hold hold) {}

    private static Open open(Pin scl, Pin sda, int frequency, int timeoutMicros) {
        if (frequency <= 0 || timeoutMicros < 0) {
            throw new IllegalArgumentException(
                    "an I2C bus with frequency %s Hz and timeout %s µs is not possible. The frequency must be more than 0 and the timeout 0 or more."
                            .formatted(frequency, timeoutMicros));
        }
        String data = Pin.required(sda, "I2C(scl, sda)").name();
        Hardware hardware = Pin.required(scl, "I2C(scl, sda)").hardware();
        List<@Nullable String> pins = List.of(scl.name(), data);
        I2CBus found = hardware.lookup().find(Kind.I2C, hardware.board().i2cBuses(), pins);
        return open(hardware, found, hardware.hold(Kind.I2C, found, pins), frequency, timeoutMicros);
    }

    private static Open open(String device) {
        String file = Arguments.deviceFile(device, "I2C", "/dev/i2c-1");
        Hardware hardware = CurrentBoard.get();
        I2CBus found = hardware.lookup().named(hardware.board().i2cBuses(), new I2CBus(file, null, null, ""));
        hardware.lookup().requireBoardUnlessThere(file);
        return open(hardware, found, hardware.hold(Kind.I2C, found, found.pins()), DEFAULT_FREQUENCY, 0);
    }

    private static Open open(Hardware hardware) {
        I2CBus first = hardware.lookup().first(Kind.I2C, hardware.board().i2cBuses());
        return open(hardware, first, hardware.holdForAll(Kind.I2C, first), DEFAULT_FREQUENCY, 0);
    }

    private static Open open(Hardware hardware, I2CBus bus, Hold hold, int frequency, int timeoutMicros) {
        return new Open(hold.open(() -> hardware.provider().openI2c(bus, frequency, timeoutMicros)), hold);
    }

    private static Open open(I2CPort port) {
        return new Open(Arguments.port(port, "I2C", "new I2C(Board.SCL, Board.SDA)"), Hold.of(port));
    }

    /**
     * Returns the addresses from 0x08 to 0x77 that answer, lowest first. A few controllers report an absent device as a
     * timeout. That counts as no answer if the bus worked at another address, with or without an acknowledge.
     *
     * @throws blinka4j.BusException if the bus has a fault, such as a wire that is held low
     */
    public List<Integer> scan() {
        List<Integer> found = new ArrayList<>();
        BusException timedOut = null;
        boolean works = false;
        for (int address = FIRST_ADDRESS; address <= LAST_ADDRESS; address++) {
            BusHold hold = lock();
            try (hold) {
                if (port.probe(address)) {
                    found.add(address);
                    answered = address;
                }
                works = true;
            } catch (BusException e) {
                if (e.kind() != BusException.Kind.TIMEOUT) {
                    throw e;
                }
                timedOut = timedOut == null ? e : timedOut;
            }
        }
        if (!works && timedOut != null) {
            throw timedOut;
        }
        return found;
    }

    /**
     * True if a device answers at this address. A timeout counts as no answer only if a device that has answered before
     * answers again.
     *
     * @throws blinka4j.BusException if the bus has a fault: any failure but a missing acknowledge
     */
    public boolean probe(int address) {
        requireAddress(address);
        BusHold hold = lock();
        try (hold) {
            if (!port.probe(address)) {
                return false;
            }
            answered = address;
            return true;
        } catch (BusException e) {
            if (e.kind() == BusException.Kind.TIMEOUT && address != answered && works()) {
                return false;
            }
            throw e;
        }
    }

    /**
     * Does the same, and requires a device.
     *
     * @param required true for an error if none answers
     * @throws DeviceNotFoundException if a device is required and none answers
     */
    public boolean probe(int address, boolean required) {
        boolean present = probe(address);
        if (required && !present) {
            throw new DeviceNotFoundException(
                    "no I2C device at address 0x%02x of %s. %s".formatted(address, this, port.missing(address)));
        }
        return present;
    }

    /** True if a device that has answered before answers now. Then no wire is held low. */
    private boolean works() {
        BusHold hold = lock();
        try (hold) {
            return answered != NONE && port.probe(answered);
        } catch (BusException e) {
            return false;
        }
    }

    public void writeTo(int address, byte[] buffer) {
        writeTo(address, buffer, 0, buffer.length);
    }

    /** Writes {@code buffer[start:end]}; an empty slice writes the address alone. */
    public void writeTo(int address, byte[] buffer, int start, int end) {
        writeToThenReadFrom(address, buffer, start, end, NOTHING, 0, 0);
    }

    public void readFromInto(int address, byte[] buffer) {
        readFromInto(address, buffer, 0, buffer.length);
    }

    /**
     * Reads as many bytes as {@code buffer[start:end]} holds.
     *
     * @throws IllegalArgumentException if the slice is empty: the protocol has no empty read
     */
    public void readFromInto(int address, byte[] buffer, int start, int end) {
        int from = Slice.start(start, buffer.length);
        int to = Slice.end(from, end, buffer.length);
        if (from == to) {
            throw new IllegalArgumentException(
                    "%s cannot read 0 bytes: the slice %s to %s of %s bytes is empty. Read at least one byte."
                            .formatted(bus, start, end, buffer.length));
        }
        transfer(address, NOTHING, 0, 0, buffer, from, to);
    }

    public void writeToThenReadFrom(int address, byte[] out, byte[] in) {
        transfer(address, out, 0, out.length, in, 0, in.length);
    }

    /**
     * Writes {@code out[outStart:outEnd]}, then reads {@code in[inStart:inEnd]}, in one transaction with a repeated
     * start. Both may be the same array.
     */
    public void writeToThenReadFrom(
            int address, byte[] out, int outStart, int outEnd, byte[] in, int inStart, int inEnd) {
        int outFrom = Slice.start(outStart, out.length);
        int inFrom = Slice.start(inStart, in.length);
        transfer(
                address,
                out,
                outFrom,
                Slice.end(outFrom, outEnd, out.length),
                in,
                inFrom,
                Slice.end(inFrom, inEnd, in.length));
    }

    private void transfer(int address, byte[] out, int outStart, int outEnd, byte[] in, int inStart, int inEnd) {
        requireAddress(address);
        BusHold hold = lock();
        try (hold) {
            port.transfer(address, out, outStart, outEnd, in, inStart, inEnd);
            answered = address;
        }
    }

    private static void requireAddress(int address) {
        if ((address & ~0x7f) != 0) {
            throw new IllegalArgumentException(
                    "0x%x is not a 7-bit I2C address. It must be 0 to 0x7f, without the read/write bit."
                            .formatted(address));
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
     * @throws blinka4j.BusException if the bus did not become free in time, or this thread was interrupted
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

    /** Runs {@code body} while no other thread can use the bus: Python's {@code with device:}. */
    public <T> T exclusively(Supplier<T> body) {
        return bus.exclusively(body);
    }

    /** Runs {@code body} while no other thread can use the bus: Python's {@code with device:}. */
    public void exclusively(Runnable body) {
        bus.exclusively(body);
    }

    /** Waits; on a simulated bus, only simulated time passes. */
    public void sleep(Duration time) {
        timed.sleep(time);
    }

    long monotonicNanos() {
        return timed.monotonicNanos();
    }

    /** True if this bus, its board, or the bus that it is part of was closed. */
    public boolean isClosed() {
        return bus.isClosed();
    }

    /**
     * Closes the bus and frees its pins, after waiting for a thread that is using it. Closing again does nothing.
     *
     * @throws blinka4j.BusException if another thread keeps the bus for more than 10 s
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
