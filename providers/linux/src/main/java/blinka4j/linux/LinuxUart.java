// SPDX-License-Identifier: MIT
package blinka4j.linux;

import blinka4j.BusException;
import blinka4j.BusException.Kind;
import blinka4j.NotAvailableException;
import blinka4j.PinException;
import blinka4j.provider.BoardDefinition.Uart;
import blinka4j.provider.DeviceKind;
import blinka4j.provider.DeviceNodes;
import blinka4j.provider.Errno;
import blinka4j.provider.Host;
import blinka4j.provider.UartPort;
import com.sun.jna.Pointer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A serial port in raw mode, at any rate that its hardware has. Reading and writing wait in {@code poll(2)} on the port
 * and on an {@code eventfd}, by which {@link #close()} wakes them.
 */
final class LinuxUart implements UartPort {
    private static final Logger LOG = LoggerFactory.getLogger(LinuxUart.class);

    // struct termios2
    private static final int INPUT_FLAGS = 0;
    private static final int OUTPUT_FLAGS = 4;
    private static final int CONTROL_FLAGS = 8;
    private static final int LOCAL_FLAGS = 12;
    private static final int CHARACTERS = 17;
    private static final int INPUT_SPEED = 36;
    private static final int OUTPUT_SPEED = 40;
    private static final int TERMIOS_SIZE = 44;
    private static final int VTIME = 5;
    private static final int VMIN = 6;

    // c_cflag
    private static final int BOTHER = 0x1000;
    private static final int CSIZE = 0x30;
    private static final int CSIZE_SHIFT = 4;
    private static final int CSTOPB = 0x40;
    private static final int CREAD = 0x80;
    private static final int PARENB = 0x100;
    private static final int PARODD = 0x200;
    private static final int CLOCAL = 0x800;
    private static final int FRAMING = CSIZE | CSTOPB | PARENB | PARODD;

    private static final int BUFFER = 4096;
    private static final int TCIFLUSH = 0;
    private static final int DRAIN_STEP_MILLIS = 5;
    private static final int STUCK_MILLIS = 3_000;

    /** Receivers sample in the middle of a bit: after ten bits, this is what may be off. */
    private static final int TOLERANCE_PERCENT = 3;

    private final SystemCalls sys;
    private final String path;
    private final String label;
    private final int fd;
    private final int wakeUp;

    private final Block termios = new Block(TERMIOS_SIZE);
    private final Block count = new Block(Integer.BYTES);
    /** Polled for the wake-up alone. */
    private final Block closing = new Block(8);

    private final Direction reading = new Direction(SystemCalls.POLLIN);
    private final Direction writing = new Direction(SystemCalls.POLLOUT);

    /** Guards {@link #users} and {@link #closed}: the file is closed when nobody is in a call any more. */
    private final Object gate = new Object();

    private int users;
    private boolean closed;

    /** What one direction needs, so that the two do not share memory. */
    private final class Direction {
        private final Block data = new Block(BUFFER);
        private final Block fds = new Block(16);

        Direction(int events) {
            fds.bytes.putShort(4, (short) events);
            fds.bytes.putShort(12, (short) SystemCalls.POLLIN);
        }

        /** Waits until the port is ready; false if the time was over before. */
        boolean await(long deadline, long timeoutNanos) {
            fds.bytes.putInt(0, fd);
            fds.bytes.putInt(8, wakeUp);
            while (true) {
                long left = deadline - System.nanoTime();
                if (timeoutNanos <= 0 || left <= 0) {
                    return false;
                }
                long millis = Math.min(Integer.MAX_VALUE, TimeUnit.NANOSECONDS.toMillis(left + 999_999));
                int ready = sys.poll(fds.pointer, 2, (int) millis);
                if (ready < 0 && ready != -Errno.EINTR) {
                    throw failure("wait", -ready);
                }
                if (ready > 0) {
                    if (fds.bytes.getShort(14) != 0) {
                        throw closed();
                    }
                    return true;
                }
            }
        }

        /** Whether the last wait ended because the port has gone. */
        boolean hungUp() {
            return (fds.bytes.getShort(6) & (SystemCalls.POLLHUP | SystemCalls.POLLERR | SystemCalls.POLLNVAL)) != 0;
        }
    }

    private LinuxUart(SystemCalls sys, String path, int fd, int wakeUp) {
        this.sys = sys;
        this.path = path;
        this.label = "UART(" + path + ")";
        this.fd = fd;
        this.wakeUp = wakeUp;
        closing.bytes.putInt(0, wakeUp);
        closing.bytes.putShort(4, (short) SystemCalls.POLLIN);
    }

    static LinuxUart open(SystemCalls sys, Host host, Uart uart, Settings settings) {
        String path = DeviceNodes.uart(host, uart);
        String console = console(host, path);
        int fd = Node.tryOpen(sys, host, DeviceKind.UART, path, SystemCalls.O_NOCTTY | SystemCalls.O_NONBLOCK);
        if (fd == -Errno.EBUSY) {
            throw busy(path, Errno.EBUSY, console);
        }
        if (fd < 0) {
            throw Node.failure(host, DeviceKind.UART, path, -fd, DeviceNodes.missing(host, path, uart.enable()));
        }
        int wakeUp = -1;
        boolean mine = false;
        try {
            // The first keeps other programs out, unless they run as root; the second those that look at it, root's
            // too.
            int result = sys.ioctl(fd, Ioctl.TIOCEXCL, null);
            if (result == -Errno.ENOTTY) {
                throw new NotAvailableException("%s is no serial port; name one, such as /dev/ttyS0".formatted(path));
            }
            result = sys.lock(fd);
            if (result == -Errno.EAGAIN) {
                throw busy(path, Errno.EAGAIN, console);
            }
            mine = true;
            if (!console.isEmpty()) {
                LOG.debug("{}: {}", path, console);
            }
            wakeUp = sys.eventfd();
            if (wakeUp < 0) {
                throw new NotAvailableException(
                        "%s: the kernel gives no eventfd (%s); close ports that are no longer used"
                                .formatted(path, Errno.name(-wakeUp)));
            }
            LinuxUart port = new LinuxUart(sys, path, fd, wakeUp);
            port.apply(settings);
            return port;
        } catch (RuntimeException | Error e) {
            if (wakeUp >= 0) {
                sys.close(wakeUp);
            }
            if (mine) {
                release(sys, fd);
            } else {
                // Whose it is wants it kept as it is.
                sys.close(fd);
            }
            throw e;
        }
    }

    /** The kernel keeps others out for as long as anybody, a login prompt say, has the port open: longer than we do. */
    private static void release(SystemCalls sys, int fd) {
        sys.ioctl(fd, Ioctl.TIOCNXCL, null);
        sys.close(fd);
    }

    private static PinException busy(String path, int errno, String console) {
        return new PinException("%s (%s): another program has it for itself alone; 'sudo fuser -v %s' names it%s"
                .formatted(path, Errno.name(errno), path, console.isEmpty() ? "" : "; " + console));
    }

    /** A sentence if the kernel writes its messages, and mostly a login prompt stands, on this port; or empty. */
    private static String console(Host host, String path) {
        String name = path;
        try {
            name = host.path(path).toRealPath().toString();
        } catch (IOException e) {
            LOG.trace("{} cannot be followed", path, e);
        }
        name = name.substring(name.lastIndexOf('/') + 1);
        String active = host.text("/sys/class/tty/console/active").strip();
        if (!Arrays.asList(active.split(" ")).contains(name)) {
            return "";
        }
        return "it is the system's console, where messages of the kernel and a login prompt mix with the program's bytes; take console=%s out of the kernel's command line and stop serial-getty@%s.service (on a Raspberry Pi: raspi-config, Interface Options, Serial Port)"
                .formatted(name, name);
    }

    @Override
    public void configure(Settings settings) {
        enter();
        try {
            apply(settings);
        } finally {
            leave();
        }
    }

    private void apply(Settings settings) {
        synchronized (writing) {
            drain();
            change(settings);
        }
    }

    private void change(Settings settings) {
        ByteBuffer bytes = termios.bytes;
        int result = sys.ioctl(fd, Ioctl.TCGETS2, termios.pointer);
        if (result < 0) {
            throw failure("configure", -result);
        }
        byte[] before = new byte[TERMIOS_SIZE];
        bytes.get(0, before);
        int framing = ((settings.bits() - 5) << CSIZE_SHIFT)
                | (settings.stop() == 2 ? CSTOPB : 0)
                | switch (settings.parity()) {
                    case NONE -> 0;
                    case EVEN -> PARENB;
                    case ODD -> PARENB | PARODD;
                };
        bytes.putInt(INPUT_FLAGS, 0);
        bytes.putInt(OUTPUT_FLAGS, 0);
        bytes.putInt(LOCAL_FLAGS, 0);
        bytes.putInt(CONTROL_FLAGS, framing | BOTHER | CREAD | CLOCAL);
        bytes.put(CHARACTERS + VMIN, (byte) 0);
        bytes.put(CHARACTERS + VTIME, (byte) 0);
        bytes.putInt(INPUT_SPEED, settings.baudrate());
        bytes.putInt(OUTPUT_SPEED, settings.baudrate());
        set();
        result = sys.ioctl(fd, Ioctl.TCGETS2, termios.pointer);
        if (result < 0) {
            throw failure("configure", -result);
        }
        int rate = bytes.getInt(OUTPUT_SPEED);
        boolean framed = (bytes.getInt(CONTROL_FLAGS) & FRAMING) == framing;
        boolean timed =
                Math.abs((long) rate - settings.baudrate()) * 100 <= (long) TOLERANCE_PERCENT * settings.baudrate();
        if (!framed || !timed) {
            bytes.put(0, before);
            set();
            throw new NotAvailableException(
                    framed
                            ? "%s cannot do %s baud: the nearest its clock divides to is %s; choose that, or a rate that both ends have"
                                    .formatted(label, settings.baudrate(), rate)
                            : "%s cannot do %s data bits, %s parity, %s stop bits: its hardware has no such frame; 8 bits, no parity, 1 stop bit always work"
                                    .formatted(label, settings.bits(), settings.parity(), settings.stop()));
        }
    }

    /**
     * Waits until what was written has left the kernel's buffer. The kernel would wait for ever for a port that does not
     * send, and could not be called off; what remains in the hardware then, it waits for itself.
     */
    private void drain() {
        int before = pending();
        int waits = 0;
        while (before > 0) {
            // At 50 baud a byte takes 0.2 s: a port that sends nothing for as long as a few of them take is stuck.
            pause(DRAIN_STEP_MILLIS);
            int now = pending();
            waits = now < before ? 0 : waits + 1;
            if (waits * DRAIN_STEP_MILLIS > STUCK_MILLIS) {
                throw new BusException(
                        Kind.TIMEOUT,
                        "%s: %s bytes written before do not go out; check that the port's driver works, or close it and open it again"
                                .formatted(label, now));
            }
            before = now;
        }
    }

    /** Waits, unless the port is closed meanwhile. */
    private void pause(int millis) {
        if (sys.poll(closing.pointer, 1, millis) > 0) {
            throw closed();
        }
    }

    private int pending() {
        int result = sys.ioctl(fd, Ioctl.TIOCOUTQ, termios.pointer);
        if (result < 0) {
            throw failure("configure", -result);
        }
        return termios.bytes.getInt(0);
    }

    private void set() {
        int result;
        do {
            result = sys.ioctl(fd, Ioctl.TCSETSW2, termios.pointer);
        } while (result == -Errno.EINTR);
        if (result < 0) {
            throw failure("configure", -result);
        }
    }

    @Override
    public int read(byte[] into, int start, int end, long timeoutNanos) {
        enter();
        try {
            synchronized (reading) {
                long deadline = deadline(timeoutNanos);
                int at = start;
                while (at < end) {
                    int result = sys.read(fd, reading.data.pointer, Math.min(end - at, BUFFER));
                    if (result > 0) {
                        reading.data.bytes.get(0, into, at, result);
                        at += result;
                    } else if (result == 0 || result == -Errno.EAGAIN) {
                        if (!reading.await(deadline, timeoutNanos)) {
                            break;
                        }
                        if (result == 0 && reading.hungUp()) {
                            throw failure("read", Errno.EIO);
                        }
                    } else if (result != -Errno.EINTR) {
                        throw failure("read", -result);
                    }
                }
                return at - start;
            }
        } finally {
            leave();
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
                    int length = Math.min(end - at, BUFFER);
                    writing.data.bytes.put(0, from, at, length);
                    int result = sys.write(fd, writing.data.pointer, length);
                    if (result > 0) {
                        at += result;
                    } else if (result == 0 || result == -Errno.EAGAIN) {
                        if (!writing.await(deadline, timeoutNanos)) {
                            break;
                        }
                    } else if (result != -Errno.EINTR) {
                        throw failure("write", -result);
                    }
                }
                return at - start;
            }
        } finally {
            leave();
        }
    }

    private static long deadline(long timeoutNanos) {
        // Half of the range, so that the difference to a later moment never overflows.
        return System.nanoTime() + Math.min(timeoutNanos, Long.MAX_VALUE / 2);
    }

    @Override
    public int available() {
        enter();
        try {
            synchronized (count) {
                int result = sys.ioctl(fd, Ioctl.FIONREAD, count.pointer);
                if (result < 0) {
                    throw failure("ask", -result);
                }
                return count.bytes.getInt(0);
            }
        } finally {
            leave();
        }
    }

    @Override
    public void resetInput() {
        enter();
        try {
            int result = sys.ioctl(fd, Ioctl.TCFLSH, new Pointer(TCIFLUSH));
            if (result < 0) {
                throw failure("flush", -result);
            }
        } finally {
            leave();
        }
    }

    @Override
    public String name() {
        return path;
    }

    @Override
    public void close() {
        boolean interrupted = false;
        synchronized (gate) {
            if (closed) {
                return;
            }
            closed = true;
            Block one = new Block(Long.BYTES);
            one.bytes.putLong(0, 1);
            sys.write(wakeUp, one.pointer, Long.BYTES);
            while (users > 0) {
                try {
                    gate.wait();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        }
        release(sys, fd);
        sys.close(wakeUp);
        if (interrupted) {
            Thread.currentThread().interrupt();
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
            if (closed) {
                gate.notifyAll();
            }
        }
    }

    private IllegalStateException closed() {
        return new IllegalStateException(label + " is closed; open it again to use it");
    }

    private BusException failure(String doing, int errno) {
        return new BusException(
                Kind.OTHER,
                errno,
                errno == Errno.EIO || Errno.gone(errno)
                        ? "%s (%s): the port was unplugged or its driver let it go; plug it in and open it again"
                                .formatted(label, Errno.name(errno))
                        : "%s: cannot %s (%s); 'dmesg' may say why".formatted(label, doing, Errno.name(errno)));
    }
}
