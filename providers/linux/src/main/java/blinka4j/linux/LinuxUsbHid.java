// SPDX-License-Identifier: MIT
package blinka4j.linux;

import blinka4j.BusException;
import blinka4j.BusException.Kind;
import blinka4j.HardwareException;
import blinka4j.NotAvailableException;
import blinka4j.PinException;
import blinka4j.kernel.DeviceKind;
import blinka4j.kernel.Errno;
import blinka4j.provider.Host;
import blinka4j.provider.UsbHidPort;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * HID functions of the kernel, which its {@code Documentation/usb/gadget_hid.rst} describes: a {@link UsbGadget}, and a file {@code
 * /dev/hidgN} for each interface. No call waits in the kernel.
 */
final class LinuxUsbHid implements UsbHidPort {
    static final long TIMEOUT_NANOS = TimeUnit.SECONDS.toNanos(2);
    /** The computer fetches a report each 10 ms at full speed, and more often at high speed. */
    private static final long LAST_REPORT_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private static final long ATTACH_MILLIS = 5;

    private final SystemCalls sys;
    private final UsbGadget gadget;
    private final long timeoutNanos;
    private final List<Opened> functions = new ArrayList<>();
    private volatile boolean closed;

    /** An open device file. */
    private static final class Opened {
        private final String path;
        private final int fd;
        private final int wakeUp;
        private final Readiness readiness;
        private final ReentrantLock sending = new ReentrantLock();
        private final ReentrantLock receiving = new ReentrantLock();
        private final Block sent;
        private final Block received;
        /** Guarded by the lock {@link #sending}. */
        private boolean hasSent;

        Opened(String path, int fd, int wakeUp, Readiness readiness, int length) {
            this.path = path;
            this.fd = fd;
            this.wakeUp = wakeUp;
            this.readiness = readiness;
            this.sent = new Block(length);
            this.received = new Block(length);
        }
    }

    private LinuxUsbHid(SystemCalls sys, UsbGadget gadget, long timeoutNanos) {
        this.sys = sys;
        this.gadget = gadget;
        this.timeoutNanos = timeoutNanos;
    }

    /** @param timeoutNanos how long a report waits for the computer */
    static LinuxUsbHid open(SystemCalls sys, Host host, ConfigFs files, List<Function> interfaces, long timeoutNanos) {
        LinuxUsbHid port = new LinuxUsbHid(sys, UsbGadget.create(host, files, interfaces), timeoutNanos);
        try {
            for (int i = 0; i < interfaces.size(); i++) {
                port.open(host, i, interfaces.get(i).reportLength());
            }
            return port;
        } catch (RuntimeException | Error e) {
            try {
                port.close();
            } catch (RuntimeException e2) {
                e.addSuppressed(e2);
            }
            throw e;
        }
    }

    private void open(Host host, int index, int length) {
        String path = gadget.device(index);
        int fd = Node.open(
                sys,
                host,
                DeviceKind.HIDG,
                path,
                SystemCalls.O_NONBLOCK,
                "The kernel or udev makes it. In a container, share /dev with the host.");
        int wakeUp = sys.eventfd();
        if (wakeUp < 0) {
            sys.close(fd);
            throw new NotAvailableException(
                    "%s cannot be opened, because the kernel gives no eventfd (%s). Close ports that are no longer used."
                            .formatted(path, Errno.name(-wakeUp)));
        }
        Readiness readiness = new Readiness(sys, fd, wakeUp, path, this::closed);
        functions.add(new Opened(path, fd, wakeUp, readiness, length));
    }

    @Override
    public boolean isConnected() {
        requireOpen();
        return gadget.state().equals("configured");
    }

    @Override
    public void send(int index, int reportId, byte[] report) {
        Opened function = functions.get(index);
        function.sending.lock();
        try {
            requireOpen();
            int length = 0;
            if (reportId != 0) {
                function.sent.bytes.put(length++, (byte) reportId);
            }
            function.sent.bytes.put(length, report);
            send(function, length + report.length);
        } finally {
            function.sending.unlock();
        }
    }

    private void send(Opened function, int length) {
        long end = System.nanoTime() + timeoutNanos;
        while (true) {
            int result = sys.write(function.fd, function.sent, length);
            if (result >= 0) {
                function.hasSent = true;
                return;
            }
            long left = end - System.nanoTime();
            if (result == -Errno.EAGAIN) {
                // The computer has not fetched the last report.
                if (left <= 0 || !function.readiness.await(SystemCalls.POLLOUT, left)) {
                    throw timeout(Errno.EAGAIN);
                }
            } else if (result == -Errno.ESHUTDOWN) {
                // No computer has configured the device.
                if (left <= 0) {
                    throw timeout(Errno.ESHUTDOWN);
                }
                function.readiness.pause(ATTACH_MILLIS);
            } else if (result != -Errno.EINTR) {
                throw failure(function, "sent", -result);
            }
        }
    }

    private BusException timeout(int errno) {
        String state = gadget.state();
        String why = switch (state) {
            case "suspended" -> "The computer sleeps. Wake it.";
            case "configured" ->
                "The computer does not fetch reports of this device. Its system may have no driver for it.";
            default -> "Connect the board's USB device port to a computer, with a cable that carries data.";
        };
        return new BusException(
                Kind.TIMEOUT,
                errno,
                "no computer took the report within %s ms (%s, USB state: %s). %s"
                        .formatted(
                                TimeUnit.NANOSECONDS.toMillis(timeoutNanos),
                                Errno.name(errno),
                                state.isEmpty() ? "unknown" : state,
                                why));
    }

    @Override
    public byte @Nullable [] receive(int index) {
        Opened function = functions.get(index);
        function.receiving.lock();
        try {
            requireOpen();
            int result;
            do {
                result = sys.read(function.fd, function.received, function.received.bytes.capacity());
            } while (result == -Errno.EINTR);
            if (result > 0) {
                byte[] report = new byte[result];
                function.received.bytes.get(0, report);
                return report;
            }
            // Newer kernels return ESHUTDOWN, or by mistake ENOMEM, while no computer is connected.
            if (result == 0 || result == -Errno.EAGAIN || result == -Errno.ESHUTDOWN || result == -Errno.ENOMEM) {
                return null;
            }
            throw failure(function, "received", -result);
        } finally {
            function.receiving.unlock();
        }
    }

    private static HardwareException failure(Opened function, String what, int errno) {
        return Errno.gone(errno)
                ? PinException.gone(
                        "%s is gone (%s): another program has changed the USB gadget. Call UsbHid.enable(...) again."
                                .formatted(function.path, Errno.name(errno)))
                : new BusException(
                        Kind.OTHER,
                        errno,
                        "%s: a report was not %s (%s). 'dmesg' may say why."
                                .formatted(function.path, what, Errno.name(errno)));
    }

    private void requireOpen() {
        if (closed) {
            throw closed();
        }
    }

    private IllegalStateException closed() {
        return new IllegalStateException("usb_hid is closed. Call UsbHid.enable(...) to use it again.");
    }

    @Override
    public String name() {
        return "usb_hid";
    }

    @Override
    public void close() {
        synchronized (functions) {
            if (closed) {
                return;
            }
            if (gadget.state().equals("configured")) {
                functions.forEach(LinuxUsbHid::awaitLastReport);
            }
            closed = true;
        }
        for (Opened each : functions) {
            each.readiness.close();
            each.sending.lock();
            each.receiving.lock();
            try {
                sys.close(each.fd);
                sys.close(each.wakeUp);
            } finally {
                each.receiving.unlock();
                each.sending.unlock();
            }
        }
        gadget.remove();
    }

    /** Otherwise the computer would miss it, such as the release of a key. */
    private static void awaitLastReport(Opened function) {
        if (function.sending.tryLock()) {
            try {
                if (function.hasSent) {
                    boolean unused = function.readiness.await(SystemCalls.POLLOUT, LAST_REPORT_NANOS);
                }
            } catch (BusException e) {
                // An interrupt.
            } finally {
                function.sending.unlock();
            }
        }
    }

    @Override
    public String toString() {
        return gadget.toString();
    }
}
