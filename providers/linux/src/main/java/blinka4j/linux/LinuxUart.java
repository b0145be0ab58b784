// SPDX-License-Identifier: MIT
package blinka4j.linux;

import blinka4j.BusException;
import blinka4j.BusException.Kind;
import blinka4j.NotAvailableException;
import blinka4j.PinException;
import blinka4j.kernel.DeviceFile;
import blinka4j.kernel.DeviceKind;
import blinka4j.kernel.DeviceNodes;
import blinka4j.kernel.Errno;
import blinka4j.provider.BoardDefinition.Uart;
import blinka4j.provider.Host;
import blinka4j.provider.UartPort;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A serial port in raw mode, at any rate that its hardware supports. No call waits in the kernel: {@link Readiness} waits for bytes
 * to read, or for room to write.
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

    /** The largest error of the baudrate. Receivers sample in the middle of a bit, up to ten bits after the start. */
    private static final int TOLERANCE_PERCENT = 3;

    private final SystemCalls sys;
    private final String path;
    private final String label;
    private final int fd;
    private final int wakeUp;
    private final Readiness readiness;

    private final ReentrantLock reading = new ReentrantLock();
    private final ReentrantLock writing = new ReentrantLock();
    private final Block received = new Block(BUFFER);
    private final Block sent = new Block(BUFFER);
    private final Block termios = new Block(TERMIOS_SIZE);
    private final Block count = new Block(Integer.BYTES);

    /** Guards {@link #users} and {@link #closed}. The file is closed when the last call has returned. */
    private final ReentrantLock gate = new ReentrantLock();

    private final Condition left = gate.newCondition();

    private int users;
    private boolean closed;

    private LinuxUart(SystemCalls sys, String path, int fd, int wakeUp) {
        this.sys = sys;
        this.path = path;
        this.label = "UART(" + path + ")";
        this.fd = fd;
        this.wakeUp = wakeUp;
        this.readiness = new Readiness(sys, fd, wakeUp, label, this::closed);
    }

    static LinuxUart open(SystemCalls sys, Host host, Uart uart, Settings settings) {
        String path = DeviceNodes.uart(host, uart);
        String console = DeviceFile.console(host, path);
        int fd = Node.tryOpen(sys, host, DeviceKind.UART, path, SystemCalls.O_NOCTTY | SystemCalls.O_NONBLOCK);
        if (fd == -Errno.EBUSY) {
            throw busy(host, path, Errno.EBUSY, 0, console);
        }
        if (fd < 0) {
            throw Node.failure(host, DeviceKind.UART, path, -fd, DeviceNodes.missing(host, path, uart.enable()));
        }
        int wakeUp = -1;
        boolean mine = false;
        try {
            // This keeps out other programs that do not run as root. The lock keeps out all programs that respect it.
            int result = sys.ioctl(fd, Ioctl.TIOCEXCL, 0);
            if (result == -Errno.ENOTTY) {
                throw new NotAvailableException(
                        "%s is not a serial port. Name one, such as /dev/ttyS0.".formatted(path));
            }
            result = sys.lock(fd);
            if (result == -Errno.EAGAIN) {
                throw busy(host, path, Errno.EAGAIN, 1, console);
            }
            mine = true;
            if (!console.isEmpty()) {
                LOG.debug("{}: {}", path, console);
            }
            wakeUp = sys.eventfd();
            if (wakeUp < 0) {
                throw new NotAvailableException(
                        "%s cannot be opened, because the kernel gives no eventfd (%s). Close ports that are no longer used."
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
                // The port belongs to another program, which needs it unchanged.
                sys.close(fd);
            }
            throw e;
        }
    }

    /** Ends the exclusive use before closing. It would last while another program, such as a login prompt, has the port open. */
    private static void release(SystemCalls sys, int fd) {
        sys.ioctl(fd, Ioctl.TIOCNXCL, 0);
        sys.close(fd);
    }

    /** @param own how many files this attempt has opened */
    private static PinException busy(Host host, String path, int errno, int own, String console) {
        if (openFiles(host, path) > own) {
            return new PinException(
                    "%s (%s) is already open in this program, perhaps under another name. Close that port first, or use it."
                            .formatted(path, Errno.name(errno)));
        }
        return new PinException(
                "%s (%s) is in exclusive use by another program. Find it with 'sudo fuser -v %s', and end it.%s"
                        .formatted(path, Errno.name(errno), path, console.isEmpty() ? "" : " " + console));
    }

    /** Returns how many files of this program are open on a device, under any name. */
    private static int openFiles(Host host, String path) {
        int open = 0;
        try {
            Object device = Files.getAttribute(host.path(path), "unix:rdev");
            for (String fd : host.list("/proc/self/fd")) {
                open += isOpenOn(host, fd, device) ? 1 : 0;
            }
        } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
            LOG.trace("{} has no device number", path, e);
        }
        return open;
    }

    private static boolean isOpenOn(Host host, String fd, Object device) {
        try {
            return Files.getAttribute(host.path("/proc/self/fd/" + fd), "unix:rdev")
                    .equals(device);
        } catch (IOException e) {
            // It was closed in the meantime.
            return false;
        }
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
        writing.lock();
        try {
            drain();
            change(settings);
        } finally {
            writing.unlock();
        }
    }

    private void change(Settings settings) {
        ByteBuffer bytes = termios.bytes;
        int result = sys.ioctl(fd, Ioctl.TCGETS2, termios);
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
        // With 0, the kernel would return 0 both for an empty buffer and for a removed port. With 1, an empty buffer is
        // EAGAIN.
        bytes.put(CHARACTERS + VMIN, (byte) 1);
        bytes.put(CHARACTERS + VTIME, (byte) 0);
        bytes.putInt(INPUT_SPEED, settings.baudrate());
        bytes.putInt(OUTPUT_SPEED, settings.baudrate());
        set();
        result = sys.ioctl(fd, Ioctl.TCGETS2, termios);
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
                            ? "%s does not support %s baud. The nearest rate of its clock is %s. Choose that, or a rate that both ends support."
                                    .formatted(label, settings.baudrate(), rate)
                            : "%s does not support %s data bits, %s parity, %s stop bits. Choose another frame: 8 bits, no parity, 1 stop bit always work."
                                    .formatted(label, settings.bits(), settings.parity(), settings.stop()));
        }
    }

    /**
     * Waits until the kernel's buffer is sent. The kernel's own wait would never end for a port that does not send, and cannot be
     * interrupted. The kernel still waits for the bytes in the hardware.
     */
    private void drain() {
        int before = pending();
        int waits = 0;
        while (before > 0) {
            // At 50 baud a byte takes 0.2 s. A port that sends nothing for the time of several bytes is stuck.
            readiness.pause(DRAIN_STEP_MILLIS);
            int now = pending();
            waits = now < before ? 0 : waits + 1;
            if (waits * DRAIN_STEP_MILLIS > STUCK_MILLIS) {
                throw new BusException(
                        Kind.TIMEOUT,
                        "%s: %s written bytes are not sent. The port is stuck. Check its driver, or close the port and open it again."
                                .formatted(label, now));
            }
            before = now;
        }
    }

    private int pending() {
        int result = sys.ioctl(fd, Ioctl.TIOCOUTQ, termios);
        if (result < 0) {
            throw failure("configure", -result);
        }
        return termios.bytes.getInt(0);
    }

    private void set() {
        int result;
        do {
            result = sys.ioctl(fd, Ioctl.TCSETSW2, termios);
        } while (result == -Errno.EINTR);
        if (result < 0) {
            throw failure("configure", -result);
        }
    }

    @Override
    public int read(byte[] into, int start, int end, long timeoutNanos) {
        if (start == end) {
            return 0;
        }
        enter();
        try {
            reading.lock();
            try {
                while (true) {
                    int result = sys.read(fd, received, Math.min(end - start, BUFFER));
                    if (result > 0) {
                        received.bytes.get(0, into, start, result);
                        return result;
                    }
                    if (result == -Errno.EAGAIN) {
                        if (timeoutNanos <= 0 || !readiness.await(SystemCalls.POLLIN, timeoutNanos)) {
                            return 0;
                        }
                    } else if (result != -Errno.EINTR) {
                        // An unplugged port returns 0.
                        throw failure("read", result == 0 ? Errno.EIO : -result);
                    }
                }
            } finally {
                reading.unlock();
            }
        } finally {
            leave();
        }
    }

    @Override
    public int write(byte[] from, int start, int end, long timeoutNanos) {
        enter();
        try {
            writing.lock();
            try {
                int at = start;
                while (at < end) {
                    int length = Math.min(end - at, BUFFER);
                    sent.bytes.put(0, from, at, length);
                    int result = sys.write(fd, sent, length);
                    if (result > 0) {
                        at += result;
                    } else if (result == 0 || result == -Errno.EAGAIN) {
                        if (timeoutNanos <= 0 || !awaitRoom(timeoutNanos, at > start)) {
                            break;
                        }
                    } else if (result != -Errno.EINTR) {
                        throw failure("write", -result);
                    }
                }
                return at - start;
            } finally {
                writing.unlock();
            }
        } finally {
            leave();
        }
    }

    /** @param mayEnd true to treat an interrupt as a timeout, so that the caller learns how much was written */
    private boolean awaitRoom(long timeoutNanos, boolean mayEnd) {
        try {
            return readiness.await(SystemCalls.POLLOUT, timeoutNanos);
        } catch (BusException e) {
            if (mayEnd && e.kind() == Kind.INTERRUPTED) {
                return false;
            }
            throw e;
        }
    }

    @Override
    public int available() {
        enter();
        try {
            // A monitor is enough for this short call.
            synchronized (count) {
                int result = sys.ioctl(fd, Ioctl.FIONREAD, count);
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
            int result = sys.ioctl(fd, Ioctl.TCFLSH, TCIFLUSH);
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
        gate.lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
        } finally {
            gate.unlock();
        }
        readiness.close();
        gate.lock();
        try {
            // This is short, because no call waits any more.
            while (users > 0) {
                left.awaitUninterruptibly();
            }
        } finally {
            gate.unlock();
        }
        release(sys, fd);
        sys.close(wakeUp);
    }

    private void enter() {
        gate.lock();
        try {
            if (closed) {
                throw closed();
            }
            users++;
        } finally {
            gate.unlock();
        }
    }

    private void leave() {
        gate.lock();
        try {
            users--;
            if (closed) {
                left.signalAll();
            }
        } finally {
            gate.unlock();
        }
    }

    private IllegalStateException closed() {
        return new IllegalStateException(label + " is closed. Open it again to use it.");
    }

    private BusException failure(String doing, int errno) {
        return new BusException(
                Kind.OTHER,
                errno,
                errno == Errno.EIO || Errno.gone(errno)
                        ? "%s failed (%s): the port was unplugged or its driver let it go. Plug it in and open it again."
                                .formatted(label, Errno.name(errno))
                        : "%s: cannot %s (%s). See 'dmesg' for the reason.".formatted(label, doing, Errno.name(errno)));
    }
}
