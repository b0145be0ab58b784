// SPDX-License-Identifier: MIT
package blinka4j.busio;

import blinka4j.BusException;
import blinka4j.hardware.Arguments;
import blinka4j.hardware.CurrentBoard;
import blinka4j.hardware.Hardware;
import blinka4j.hardware.Hold;
import blinka4j.hardware.Kind;
import blinka4j.microcontroller.Pin;
import blinka4j.provider.BoardDefinition.Uart;
import blinka4j.provider.UartPort;
import blinka4j.provider.UartPort.Settings;
import java.io.ByteArrayOutputStream;
import java.lang.ref.Reference;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A serial port.
 *
 * <pre>{@code
 * try (var uart = new UART(Board.TX, Board.RX, 115200)) {
 *     uart.write("hello\n".getBytes(US_ASCII));
 *     byte[] answer = uart.readLine();
 * }
 * }</pre>
 *
 * <p>A read ends when it has all its bytes, or when no byte has come for {@link #timeout()}, as in CircuitPython. The timeout
 * starts again with each byte. Bytes that came before a fault are returned; the next read reports the fault.
 *
 * <p>One thread may read while another writes. If nothing came in time, CircuitPython returns {@code None}; this class
 * returns an empty array or 0. {@link #close()} ends a read that waits in another thread with an {@link
 * IllegalStateException}.
 */
public final class UART implements AutoCloseable {
    /** The parity bit. No parity is {@code null}, as in CircuitPython. */
    public enum Parity {
        EVEN,
        ODD
    }

    private static final double DEFAULT_TIMEOUT = 1;
    /** The limit of CircuitPython. */
    private static final double LONGEST_TIMEOUT = 100;

    private static final int BLOCK = 4096;

    private final UartPort port;
    private final Hold hold;
    private final String name;
    // Not monitors: in Java 21 to 23 a virtual thread that waits in a monitor blocks its carrier.
    private final ReentrantLock reading = new ReentrantLock();
    private final ReentrantLock writing = new ReentrantLock();

    // Guarded by reading: bytes that a line did not need, from first to before last, and an error that came after
    // bytes.
    private final byte[] block = new byte[BLOCK];
    private int first;
    private int last;
    private @Nullable BusException failure;

    private volatile Settings settings;
    private volatile double timeout;

    /** At 9600 baud. */
    public UART(Pin tx, Pin rx) {
        this(tx, rx, Settings.DEFAULT.baudrate());
    }

    /** With 8 data bits, no parity, 1 stop bit, and a timeout of 1 s. */
    public UART(@Nullable Pin tx, @Nullable Pin rx, int baudrate) {
        this(tx, rx, baudrate, 8, null, 1, DEFAULT_TIMEOUT);
    }

    /**
     * @param tx null for a port that is only read
     * @param rx null for a port that is only written
     * @param baudrate bits per second
     * @param bits data bits, 5 to 8
     * @param parity null for none
     * @param stop stop bits, 1 or 2
     * @param timeout seconds that a read waits for each byte, 0 to 100
     * @throws blinka4j.PinException if the board has no port on these pins, or one of them is already open
     * @throws blinka4j.NotAvailableException if the port is not switched on, or must not be opened; the message says what to do
     */
    public UART(
            @Nullable Pin tx,
            @Nullable Pin rx,
            int baudrate,
            int bits,
            @Nullable Parity parity,
            int stop,
            double timeout) {
        this(open(tx, rx, settings(baudrate, bits, parity, stop), timeout));
        this.timeout = timeout;
    }

    /** The port of this device file, such as {@code /dev/ttyUSB0}. */
    public UART(String device, int baudrate) {
        this(open(device, settings(baudrate, 8, null, 1)));
    }

    /** The board's first serial port, at 9600 baud. */
    @SuppressWarnings("exports") // For Blinka. Programs use Blinka.uart().
    public UART(Hardware hardware) {
        this(open(hardware));
    }

    /** For ports that are not on the board itself, open with these settings. */
    public UART(UartPort port, Settings settings) {
        this(new Open(
                Arguments.port(port, "UART", "new UART(Board.TX, Board.RX)"),
                Hold.of(port),
                Arguments.required(settings, "UART needs settings", "UartPort.Settings.DEFAULT")));
    }

    private UART(Open open) {
        port = open.port;
        hold = open.hold;
        name = "UART(%s)".formatted(port.name());
        settings = open.settings;
        timeout = DEFAULT_TIMEOUT;
        hold.guard(this);
    }

    /** An open port, its hold, and its settings. */
    private record Open(UartPort port, Hold hold, Settings settings) {}

    private static Open open(@Nullable Pin tx, @Nullable Pin rx, Settings settings, double timeout) {
        requireTimeout(timeout);
        Pin one = tx != null ? tx : rx;
        if (one == null) {
            throw new IllegalArgumentException("a UART needs TX or RX, or both. Pass at least one of these pins.");
        }
        Hardware hardware = one.hardware();
        List<@Nullable String> pins = Arrays.asList(tx == null ? null : tx.name(), rx == null ? null : rx.name());
        Uart found = hardware.lookup().find(Kind.UART, hardware.board().uarts(), pins);
        return open(hardware, found, hardware.hold(Kind.UART, found, pins), settings);
    }

    private static Open open(String device, Settings settings) {
        String file = Arguments.deviceFile(device, "UART", "/dev/ttyUSB0");
        Hardware hardware = CurrentBoard.get();
        Uart found = hardware.lookup().named(hardware.board().uarts(), new Uart(file, null, null, ""));
        return open(hardware, found, hardware.hold(Kind.UART, found, found.pins()), settings);
    }

    private static Open open(Hardware hardware) {
        Uart first = hardware.lookup().first(Kind.UART, hardware.board().uarts());
        return open(hardware, first, hardware.holdForAll(Kind.UART, first), Settings.DEFAULT);
    }

    private static Open open(Hardware hardware, Uart uart, Hold hold, Settings settings) {
        return new Open(hold.open(() -> hardware.provider().openUart(uart, settings)), hold, settings);
    }

    private static Settings settings(int baudrate, int bits, @Nullable Parity parity, int stop) {
        return new Settings(
                baudrate,
                bits,
                parity == null
                        ? UartPort.Parity.NONE
                        : parity == Parity.EVEN ? UartPort.Parity.EVEN : UartPort.Parity.ODD,
                stop);
    }

    /**
     * Reads until no byte has come for the {@linkplain #timeout() timeout}; empty if nothing came. {@link #read(int)} is
     * faster. Use that for a device that never pauses for so long.
     *
     * @throws blinka4j.BusException if the port was unplugged and all earlier bytes have been read
     */
    public byte[] read() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        reading.lock();
        try {
            requireOpen();
            while (fill(bytes.size() == 0)) {
                bytes.write(block, first, last - first);
                first = last;
            }
        } finally {
            reading.unlock();
        }
        return bytes.toByteArray();
    }

    /**
     * Reads up to {@code count} bytes; fewer, or none, if no byte has come for the {@linkplain #timeout() timeout}.
     *
     * @throws blinka4j.BusException if the port was unplugged and all earlier bytes have been read
     */
    public byte[] read(int count) {
        if (count < 0) {
            throw new IllegalArgumentException("cannot read %s bytes. The number must be 0 or more.".formatted(count));
        }
        byte[] bytes = new byte[count];
        return Arrays.copyOf(bytes, readInto(bytes));
    }

    /**
     * Fills the buffer as {@link #read(int)} does.
     *
     * @return the number of bytes read
     */
    public int readInto(byte[] buffer) {
        return readInto(buffer, buffer.length);
    }

    /**
     * Reads up to {@code count} bytes into the beginning of the buffer.
     *
     * @return the number of bytes read
     */
    public int readInto(byte[] buffer, int count) {
        if (count < 0) {
            throw new IllegalArgumentException("cannot read %s bytes. The number must be 0 or more.".formatted(count));
        }
        int end = Math.min(count, buffer.length);
        reading.lock();
        try {
            requireOpen();
            int at = Math.min(end, last - first);
            System.arraycopy(block, first, buffer, 0, at);
            first += at;
            while (at < end) {
                int came = arrived(buffer, at, end, at == 0);
                if (came == 0) {
                    break;
                }
                at += came;
            }
            return at;
        } finally {
            reading.unlock();
        }
    }

    /**
     * Reads a line, including its line feed. If no byte has come for the {@linkplain #timeout() timeout}, returns the bytes
     * that came until then.
     *
     * @throws blinka4j.BusException if the port was unplugged and all earlier bytes have been read
     */
    public byte[] readLine() {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        boolean ended = false;
        reading.lock();
        try {
            requireOpen();
            while (!ended && fill(line.size() == 0)) {
                int end = first;
                while (end < last && !ended) {
                    ended = block[end++] == '\n';
                }
                line.write(block, first, end - first);
                first = end;
            }
        } finally {
            reading.unlock();
        }
        return line.toByteArray();
    }

    /** Fills the block if it is empty; false if no byte came in time. */
    private boolean fill(boolean mayFail) {
        if (first == last) {
            first = 0;
            last = 0;
            last = arrived(block, 0, block.length, mayFail);
        }
        return first < last;
    }

    /**
     * Reads at least one byte from the port; returns 0 after the timeout.
     *
     * @param mayFail true if the caller has no bytes yet that an error would lose
     */
    private int arrived(byte[] into, int start, int end, boolean mayFail) {
        BusException failed = failure;
        if (failed == null) {
            try {
                return port.read(into, start, end, nanos());
            } catch (BusException e) {
                failed = e;
            }
        }
        if (mayFail) {
            failure = null;
            throw failed;
        }
        // The next call reports it. An interrupt is still set in the thread.
        failure = failed.kind() == BusException.Kind.INTERRUPTED ? null : failed;
        return 0;
    }

    /**
     * Writes all bytes.
     *
     * @return the number of bytes that the port accepted; fewer than all if it accepted none for the {@linkplain #timeout()
     *     timeout}
     */
    public int write(byte[] buffer) {
        return write(buffer, 0, buffer.length);
    }

    /** Writes {@code buffer[start:end]}. */
    public int write(byte[] buffer, int start, int end) {
        int from = Slice.start(start, buffer.length);
        writing.lock();
        try {
            requireOpen();
            return port.write(buffer, from, Slice.end(from, end, buffer.length), nanos());
        } finally {
            writing.unlock();
        }
    }

    /** Returns the number of bytes that have arrived and were not read. */
    public int inWaiting() {
        requireOpen();
        int kept = 0;
        // While another thread reads, the bytes in the block belong to that thread.
        if (reading.tryLock()) {
            try {
                kept = last - first;
            } finally {
                reading.unlock();
            }
        }
        return kept + port.available();
    }

    /** Drops the bytes that have arrived and were not read. */
    public void resetInputBuffer() {
        requireOpen();
        if (reading.tryLock()) {
            try {
                first = last;
            } finally {
                reading.unlock();
            }
        }
        port.resetInput();
    }

    public int baudrate() {
        requireOpen();
        return settings.baudrate();
    }

    /** Changes the speed. Bytes that were written before are sent at the old speed. */
    public void baudrate(int baudrate) {
        writing.lock();
        try {
            requireOpen();
            Settings changed = new Settings(baudrate, settings.bits(), settings.parity(), settings.stop());
            port.configure(changed);
            settings = changed;
        } finally {
            writing.unlock();
        }
    }

    /** Returns how long a read waits for each byte, in seconds; 1 by default. */
    public double timeout() {
        return timeout;
    }

    /** @param timeout seconds, 0 to 100; 0 for not to wait */
    public void timeout(double timeout) {
        requireTimeout(timeout);
        this.timeout = timeout;
    }

    private static void requireTimeout(double timeout) {
        if (!(timeout >= 0 && timeout <= LONGEST_TIMEOUT)) {
            throw new IllegalArgumentException(
                    "a UART timeout of %s s is not possible. It must be 0 to 100 s.".formatted(timeout));
        }
    }

    private long nanos() {
        return (long) (timeout * 1e9);
    }

    private void requireOpen() {
        if (isClosed()) {
            throw hold.closed(name, "new UART(tx, rx)");
        }
    }

    /**
     * Waits for the device at the other end. On a simulated port only simulated time passes.
     *
     * @throws blinka4j.BusException if the thread is interrupted
     */
    public void sleep(Duration time) {
        port.sleep(time);
    }

    long monotonicNanos() {
        return port.monotonicNanos();
    }

    /** True if this port or its board was closed. */
    public boolean isClosed() {
        return hold.isClosed();
    }

    /** Closes the port and frees its pins. Closing again does nothing. */
    @Override
    public void close() {
        try {
            hold.close();
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
