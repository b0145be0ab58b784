// SPDX-License-Identifier: MIT
package blinka4j.busio;

import blinka4j.hardware.Hardware;
import blinka4j.microcontroller.Pin;
import blinka4j.provider.UartPort;
import blinka4j.provider.UartPort.Settings;
import java.io.ByteArrayOutputStream;
import java.lang.ref.Reference;
import java.util.Arrays;
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
 * <p>One thread may read while another writes. Where CircuitPython returns {@code None} because nothing came in time,
 * an empty array or 0 is returned here. {@link #close()} ends a read that waits in another thread with an
 * {@link IllegalStateException}.
 */
public final class UART implements AutoCloseable {
    /** The parity bit. No parity is {@code null}, as in CircuitPython. */
    public enum Parity {
        EVEN,
        ODD
    }

    private static final double DEFAULT_TIMEOUT = 1;
    private static final double LONGEST_TIMEOUT = 1e9;

    private final UartPort port;
    private final String name;
    private final Object reading = new Object();
    private final Object writing = new Object();
    private volatile Settings settings;
    private volatile double timeout;
    private volatile boolean closed;

    /** At 9600 baud. */
    public UART(Pin tx, Pin rx) {
        this(tx, rx, Settings.DEFAULT.baudrate());
    }

    /** With 8 data bits, no parity, 1 stop bit, and a timeout of 1 s. */
    public UART(@Nullable Pin tx, @Nullable Pin rx, int baudrate) {
        this(tx, rx, baudrate, 8, null, 1, DEFAULT_TIMEOUT);
    }

    /**
     * @param tx null if the program only reads
     * @param rx null if the program only writes
     * @param baudrate bits per second
     * @param bits data bits, 5 to 8
     * @param parity null for none
     * @param stop stop bits, 1 or 2
     * @param timeout seconds that a read waits for all its bytes, and a write to be taken
     * @throws blinka4j.PinException if the board has no port on these pins, or one of them is already open
     * @throws blinka4j.NotAvailableException if the port is not switched on, or may not be opened; the message says how
     */
    public UART(
            @Nullable Pin tx,
            @Nullable Pin rx,
            int baudrate,
            int bits,
            @Nullable Parity parity,
            int stop,
            double timeout) {
        this(open(tx, rx, settings(baudrate, bits, parity, stop), timeout), settings(baudrate, bits, parity, stop));
        this.timeout = timeout;
    }

    /** The port of this device file, such as {@code /dev/ttyUSB0}. */
    public UART(String device, int baudrate) {
        this(Hardware.current().openUart(device, settings(baudrate, 8, null, 1)), settings(baudrate, 8, null, 1));
    }

    /** For ports that are not on the board itself, open with these settings. */
    public UART(UartPort port, Settings settings) {
        this.port = port;
        this.name = "UART(%s)".formatted(port.name());
        this.settings = settings;
        this.timeout = DEFAULT_TIMEOUT;
        Hardware.track(this, port);
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

    private static UartPort open(@Nullable Pin tx, @Nullable Pin rx, Settings settings, double timeout) {
        requireTimeout(timeout);
        Pin one = tx != null ? tx : rx;
        if (one == null) {
            throw new IllegalArgumentException("a UART needs TX or RX, or both");
        }
        return one.hardware().openUart(tx == null ? null : tx.name(), rx == null ? null : rx.name(), settings);
    }

    /** What has arrived; if that is nothing, waits up to the timeout for the first byte. */
    public byte[] read() {
        synchronized (reading) {
            requireOpen();
            byte[] bytes = new byte[Math.max(1, port.available())];
            return Arrays.copyOf(bytes, port.read(bytes, 0, bytes.length, nanos()));
        }
    }

    /** Up to {@code count} bytes; fewer, or none, when the timeout ends. */
    public byte[] read(int count) {
        if (count < 0) {
            throw new IllegalArgumentException("cannot read %s bytes".formatted(count));
        }
        byte[] bytes = new byte[count];
        return Arrays.copyOf(bytes, readInto(bytes));
    }

    /** @return how many bytes came before the timeout ended; 0 for none */
    public int readInto(byte[] buffer) {
        return readInto(buffer, buffer.length);
    }

    /** Reads up to {@code count} bytes to the begin of the buffer. */
    public int readInto(byte[] buffer, int count) {
        if (count < 0) {
            throw new IllegalArgumentException("cannot read %s bytes".formatted(count));
        }
        synchronized (reading) {
            requireOpen();
            return port.read(buffer, 0, Math.min(count, buffer.length), nanos());
        }
    }

    /** The bytes up to and with a line feed; what has come until then when the timeout ends. */
    public byte[] readLine() {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        byte[] one = new byte[1];
        synchronized (reading) {
            requireOpen();
            long end = System.nanoTime() + nanos();
            do {
                if (port.read(one, 0, 1, Math.max(0, end - System.nanoTime())) == 0) {
                    break;
                }
                line.write(one[0]);
            } while (one[0] != '\n');
        }
        return line.toByteArray();
    }

    /** @return how many bytes were taken; fewer than all if the timeout ended before */
    public int write(byte[] buffer) {
        return write(buffer, 0, buffer.length);
    }

    /** Writes {@code buffer[start:end]}. */
    public int write(byte[] buffer, int start, int end) {
        int from = Slice.start(start, buffer.length);
        synchronized (writing) {
            requireOpen();
            return port.write(buffer, from, Slice.end(from, end, buffer.length), nanos());
        }
    }

    /** Bytes that have arrived and wait to be read. */
    public int inWaiting() {
        requireOpen();
        return port.available();
    }

    /** Drops what has arrived and was not read. */
    public void resetInputBuffer() {
        requireOpen();
        port.resetInput();
    }

    public int baudrate() {
        requireOpen();
        return settings.baudrate();
    }

    /** Changes the speed; what has been written before goes out at the old one. */
    public void baudrate(int baudrate) {
        synchronized (writing) {
            requireOpen();
            Settings changed = new Settings(baudrate, settings.bits(), settings.parity(), settings.stop());
            port.configure(changed);
            settings = changed;
        }
    }

    /** Seconds. */
    public double timeout() {
        return timeout;
    }

    /** @param timeout seconds, 0 for not to wait at all */
    public void timeout(double timeout) {
        requireTimeout(timeout);
        this.timeout = timeout;
    }

    private static void requireTimeout(double timeout) {
        if (!(timeout >= 0 && timeout <= LONGEST_TIMEOUT)) {
            throw new IllegalArgumentException("a UART timeout of %s: expected seconds, 0 or more".formatted(timeout));
        }
    }

    private long nanos() {
        return (long) (timeout * 1e9);
    }

    private void requireOpen() {
        if (isClosed()) {
            throw new IllegalStateException("%s is closed; open it again with new UART(tx, rx)".formatted(name));
        }
    }

    /** Whether it was closed, by itself or with its board. */
    public boolean isClosed() {
        return closed || port.isClosed();
    }

    /** Makes the port and its pins free again. Closing again does nothing. */
    @Override
    public void close() {
        closed = true;
        try {
            port.close();
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
