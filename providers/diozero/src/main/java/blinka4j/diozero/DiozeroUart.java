// SPDX-License-Identifier: MIT
package blinka4j.diozero;

import blinka4j.BusException;
import blinka4j.BusException.Kind;
import blinka4j.NotAvailableException;
import blinka4j.PinException;
import blinka4j.kernel.DeviceFile;
import blinka4j.kernel.DeviceKind;
import blinka4j.kernel.DeviceNodes;
import blinka4j.provider.BoardDefinition.Uart;
import blinka4j.provider.Host;
import blinka4j.provider.UartPort;
import com.diozero.api.RuntimeIOException;
import com.diozero.internal.provider.builtin.serial.NativeSerialDevice;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A serial port through diozero's native device.
 *
 * <p>The device's own close method is never called, because it raises SIGINT, which ends the virtual machine. Instead this class finds
 * the file that the device opened, by comparing the process's open files before and after, and closes that file.
 *
 * <p>diozero's wait for input cannot be interrupted, so this class polls every few milliseconds. diozero's write blocks until the kernel
 * has taken all bytes, so bytes are written in pieces, each at a time when the kernel should have room for it.
 */
final class DiozeroUart implements UartPort {
    private static final Logger LOG = LoggerFactory.getLogger(DiozeroUart.class);

    /** The rates that diozero supports. It would silently use 9600 for others. */
    private static final Set<Integer> RATES = Set.of(
            50, 75, 110, 134, 150, 200, 300, 600, 1200, 1800, 2400, 4800, 9600, 19200, 38400, 57600, 115200, 230400);

    private static final int NO_FILE = -1;

    /** At 230400 baud the kernel's 4096 bytes are full after 178 ms. */
    private static final long LONGEST_STEP_NANOS = TimeUnit.MILLISECONDS.toNanos(8);

    private static final long SHORTEST_STEP_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final int PIECES_PER_SECOND = 50;
    private static final int LONGEST_PIECE = 1024;

    /** The kernel's buffer has 4096 bytes. A write that keeps it below this mark does not block. */
    private static final int ROOM = 2048;

    private static final long CLOSE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Library library;
    private final Host host;
    private final String path;
    private final String label;

    /** Held for reading during each call of diozero, and for writing while its device is replaced. Fair, so that the writer gets it. */
    private final ReentrantReadWriteLock exchange = new ReentrantReadWriteLock(true);

    private final Object reading = new Object();
    private final Object writing = new Object();

    // Guarded by the lock.
    private NativeSerialDevice device;
    private int fd;

    // Guarded by writing.
    private long nanosPerByte;
    private int piece;
    /** When the last written byte will be sent, if the port sends without a pause. */
    private long sent = System.nanoTime();

    /** Guards the fields below. The file is closed when the last call has returned. */
    private final Object gate = new Object();

    private int users;
    private boolean closed;
    private boolean released;

    private DiozeroUart(Library library, Host host, String path, Opened opened, Settings settings) {
        this.library = library;
        this.host = host;
        this.path = path;
        this.label = "UART(" + path + ")";
        this.device = opened.device();
        this.fd = opened.fd();
        nanosPerByte = nanosPerByte(settings);
        piece = piece(settings);
    }

    /** @param fd the number of its file, or {@link #NO_FILE} if unknown */
    private record Opened(NativeSerialDevice device, int fd) {}

    static DiozeroUart open(Library library, Host host, Uart uart, Settings settings) {
        String path = DeviceNodes.uart(host, uart);
        requireRate(path, settings);
        DeviceFile.require(host, DeviceKind.UART, path, DeviceNodes.missing(host, path, uart.enable()));
        String name = DeviceFile.name(host, path);
        if (!host.exists("/sys/class/tty/" + name) && !path.startsWith("/dev/pts/")) {
            throw new NotAvailableException("%s is not a serial port. Name one, such as /dev/ttyS0.".formatted(path));
        }
        String console = DeviceFile.console(host, path);
        if (!console.isEmpty()) {
            LOG.debug("{}: {}", path, console);
        }
        return new DiozeroUart(library, host, path, opened(library, host, path, settings, console), settings);
    }

    private static void requireRate(String path, Settings settings) {
        if (!RATES.contains(settings.baudrate())) {
            throw new NotAvailableException(
                    "UART(%s) does not support %s baud. diozero supports %s. Choose one of these, or set BLINKA_PROVIDER=linux."
                            .formatted(
                                    path,
                                    settings.baudrate(),
                                    RATES.stream().sorted().toList()));
        }
    }

    private static Opened opened(Library library, Host host, String path, Settings settings, String console) {
        Path node = host.path(path);
        synchronized (library) {
            Set<Integer> before = library.openAs(node);
            NativeSerialDevice device = null;
            RuntimeIOException failed = null;
            try {
                device = library.serial(node.toString(), settings);
            } catch (RuntimeIOException e) {
                failed = e;
            }
            Set<Integer> mine = new HashSet<>(library.openAs(node));
            mine.removeAll(before);
            if (device == null) {
                // diozero leaves the file open if the setup fails.
                mine.forEach(library::close);
                throw mine.isEmpty()
                        ? new PinException(
                                "%s cannot be opened. Another program has exclusive use of it (find it with 'sudo fuser -v %s', and end it), or the device was removed.%s"
                                        .formatted(path, path, console.isEmpty() ? "" : " " + console),
                                failed)
                        : new NotAvailableException(
                                "%s does not support %s. Choose another frame: 8 bits, no parity, 1 stop bit always work."
                                        .formatted(path, settings),
                                failed);
            }
            int fd = NO_FILE;
            for (int one : mine) {
                fd = Math.max(fd, one);
            }
            if (mine.size() != 1) {
                LOG.debug(
                        "{}: {} files were opened at the same time, so the port's own file is unknown and stays open",
                        path,
                        mine.size());
                fd = NO_FILE;
            }
            return new Opened(device, fd);
        }
    }

    private static long nanosPerByte(Settings settings) {
        int frame = 1 + settings.bits() + (settings.parity() == Parity.NONE ? 0 : 1) + settings.stop();
        return TimeUnit.SECONDS.toNanos(frame) / settings.baudrate();
    }

    private static int piece(Settings settings) {
        long bytes = TimeUnit.SECONDS.toNanos(1) / PIECES_PER_SECOND / nanosPerByte(settings);
        return (int) Math.max(1, Math.min(LONGEST_PIECE, bytes));
    }

    @Override
    public void configure(Settings settings) {
        enter();
        try {
            requireRate(path, settings);
            synchronized (writing) {
                drain();
                exchange(settings);
                nanosPerByte = nanosPerByte(settings);
                piece = piece(settings);
            }
        } finally {
            leave();
        }
    }

    /** Waits for the time that the written bytes take. diozero cannot ask how many are not sent yet. */
    private void drain() {
        for (long left = sent - System.nanoTime(); left > 0; left = sent - System.nanoTime()) {
            pause(left);
        }
    }

    /** Opens the port again before closing it, so that it keeps received bytes and its control lines. */
    private void exchange(Settings settings) {
        exchange.writeLock().lock();
        try {
            Opened opened = opened(library, host, path, settings, "");
            closeFile();
            device = opened.device();
            fd = opened.fd();
        } finally {
            exchange.writeLock().unlock();
        }
    }

    @Override
    public int read(byte[] into, int start, int end, long timeoutNanos) {
        if (start == end) {
            return 0;
        }
        enter();
        try {
            synchronized (reading) {
                long deadline = deadline(timeoutNanos);
                long step = SHORTEST_STEP_NANOS;
                while (true) {
                    requireOpen();
                    int count = readSome(into, start, end);
                    long left = deadline - System.nanoTime();
                    if (count > 0 || timeoutNanos <= 0 || left <= 0) {
                        return count;
                    }
                    pause(Math.min(left, step));
                    step = Math.min(2 * step, LONGEST_STEP_NANOS);
                }
            }
        } finally {
            leave();
        }
    }

    /** Reads the bytes that have arrived. */
    private int readSome(byte[] into, int start, int end) {
        exchange.readLock().lock();
        try {
            int waiting = device.bytesAvailable();
            if (waiting == 0) {
                // diozero would wait in native code, which cannot be interrupted and blocks other virtual threads.
                return 0;
            }
            if (waiting == 1 || end - start == 1) {
                int one = device.read();
                if (one < 0) {
                    return 0;
                }
                into[start] = (byte) one;
                return 1;
            }
            byte[] there = new byte[Math.min(waiting, end - start)];
            int count = device.read(there);
            System.arraycopy(there, 0, into, start, count);
            return count;
        } catch (RuntimeIOException e) {
            throw failure("read", e);
        } finally {
            exchange.readLock().unlock();
        }
    }

    @Override
    public int write(byte[] from, int start, int end, long timeoutNanos) {
        enter();
        try {
            synchronized (writing) {
                long deadline = deadline(timeoutNanos);
                int at = start;
                while (at < end) {
                    requireOpen();
                    int length = Math.min(end - at, piece);
                    long now = System.nanoTime();
                    long ahead = Math.max(0, sent - now);
                    long tooMuch = ahead + (length - ROOM) * nanosPerByte;
                    if (tooMuch > 0) {
                        if (timeoutNanos <= 0 || now - deadline >= 0 || !awaitRoom(tooMuch, at > start)) {
                            break;
                        }
                        continue;
                    }
                    exchange.readLock().lock();
                    try {
                        device.write(Arrays.copyOfRange(from, at, at + length));
                    } catch (RuntimeIOException e) {
                        throw failure("write", e);
                    } finally {
                        exchange.readLock().unlock();
                    }
                    sent = now + ahead + length * nanosPerByte;
                    at += length;
                    deadline = deadline(timeoutNanos);
                }
                return at - start;
            }
        } finally {
            leave();
        }
    }

    /** @param mayEnd true to return at an interrupt, so that the caller learns how much was written */
    private boolean awaitRoom(long nanos, boolean mayEnd) {
        try {
            pause(nanos);
            return true;
        } catch (BusException e) {
            if (mayEnd && e.kind() == Kind.INTERRUPTED) {
                return false;
            }
            throw e;
        }
    }

    private static long deadline(long timeoutNanos) {
        // Half of the range, so that the difference to a later time never overflows.
        return System.nanoTime() + Math.min(timeoutNanos, Long.MAX_VALUE / 2);
    }

    @Override
    public int available() {
        enter();
        exchange.readLock().lock();
        try {
            return device.bytesAvailable();
        } catch (RuntimeIOException e) {
            throw failure("ask", e);
        } finally {
            exchange.readLock().unlock();
            leave();
        }
    }

    @Override
    public void resetInput() {
        enter();
        exchange.readLock().lock();
        try {
            for (int waiting = device.bytesAvailable(); waiting > 0; waiting = device.bytesAvailable()) {
                device.read(new byte[waiting]);
            }
        } catch (RuntimeIOException e) {
            throw failure("flush", e);
        } finally {
            exchange.readLock().unlock();
            leave();
        }
    }

    @Override
    public String name() {
        return path;
    }

    /** Waits for running calls. A write to a port that does not send may take longer; it then closes the file when it returns. */
    @Override
    public void close() {
        boolean interrupted = false;
        synchronized (gate) {
            if (closed) {
                return;
            }
            closed = true;
            gate.notifyAll();
            long end = System.nanoTime() + CLOSE_NANOS;
            long left = CLOSE_NANOS;
            while (users > 0 && left > 0) {
                try {
                    TimeUnit.NANOSECONDS.timedWait(gate, left);
                } catch (InterruptedException e) {
                    interrupted = true;
                }
                left = end - System.nanoTime();
            }
            release();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Called with the gate. */
    private void release() {
        if (closed && users == 0 && !released) {
            released = true;
            closeFile();
        }
    }

    private void closeFile() {
        if (fd != NO_FILE) {
            library.close(fd);
            fd = NO_FILE;
        }
    }

    /** Waits, at most until the port is closed or the thread is interrupted. */
    private void pause(long nanos) {
        synchronized (gate) {
            long end = System.nanoTime() + nanos;
            try {
                for (long left = nanos; left > 0 && !closed; left = end - System.nanoTime()) {
                    TimeUnit.NANOSECONDS.timedWait(gate, left);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new BusException(
                        Kind.INTERRUPTED,
                        0,
                        "%s: interrupted while waiting. No byte was lost; retry.".formatted(label),
                        e);
            }
            if (closed) {
                throw closed();
            }
        }
    }

    private void requireOpen() {
        synchronized (gate) {
            if (closed) {
                throw closed();
            }
        }
    }

    private void enter() {
        synchronized (gate) {
            if (closed) {
                throw closed();
            }
            users++;
        }
    }

    private void leave() {
        synchronized (gate) {
            users--;
            release();
            gate.notifyAll();
        }
    }

    private IllegalStateException closed() {
        return new IllegalStateException(label + " is closed. Open it again to use it.");
    }

    private BusException failure(String doing, RuntimeIOException e) {
        return new BusException(
                Kind.OTHER,
                0,
                "%s: cannot %s, because the port was unplugged or its driver let it go. Plug it in and open it again; 'dmesg' may say more."
                        .formatted(label, doing),
                e);
    }
}
