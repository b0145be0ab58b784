// SPDX-License-Identifier: MIT
package blinka4j.linux;

import blinka4j.NotAvailableException;
import blinka4j.PinException;
import blinka4j.kernel.DeviceKind;
import blinka4j.kernel.Errno;
import blinka4j.provider.Host;
import blinka4j.provider.WatchdogPort;

/**
 * The watchdog behind {@code /dev/watchdog0}, which the kernel's {@code Documentation/watchdog/watchdog-api.rst} describes: opening it
 * starts it, and the letter V before the close stops it.
 */
final class LinuxWatchdog implements WatchdogPort {
    /** Not /dev/watchdog, the same device as one of the kind "misc". */
    private static final String DEVICE = "/dev/watchdog0";

    private static final String LIMITS = "/sys/class/watchdog/watchdog0/";

    private final SystemCalls sys;
    private final int fd;
    private final Block seconds = new Block(Integer.BYTES);
    private boolean closed;

    private LinuxWatchdog(SystemCalls sys, int fd) {
        this.sys = sys;
        this.fd = fd;
    }

    static LinuxWatchdog open(SystemCalls sys, Host host, double timeout) {
        int least = limit(host, "min_timeout", 1);
        int most = limit(host, "max_timeout", Integer.MAX_VALUE);
        if (Math.ceil(timeout) < least || timeout > most) {
            throw new IllegalArgumentException(
                    "%s refuses a timeout of %s s. It must be %s to %s s.".formatted(DEVICE, timeout, least, most));
        }
        LinuxWatchdog port = new LinuxWatchdog(
                sys,
                Node.open(
                        sys,
                        host,
                        DeviceKind.WATCHDOG,
                        DEVICE,
                        0,
                        "Load the driver of a watchdog, or use the kernel's own: sudo modprobe softdog"));
        try {
            port.timeout(timeout);
            return port;
        } catch (RuntimeException | Error e) {
            port.close();
            throw e;
        }
    }

    /** A limit of the device in s; {@code otherwise} if it does not tell, which is 0 in the file. */
    private static int limit(Host host, String file, int otherwise) {
        String text = host.text(LIMITS + file).strip();
        return text.matches("[1-9]\\d{0,8}") ? Integer.parseInt(text) : otherwise;
    }

    @Override
    public synchronized double timeout() {
        requireOpen();
        return seconds.bytes.getInt(0);
    }

    @Override
    public synchronized void timeout(double wanted) {
        requireOpen();
        int before = seconds.bytes.getInt(0);
        seconds.bytes.putInt(0, (int) Math.ceil(wanted));
        int result = retried(Ioctl.WDIOC_SETTIMEOUT);
        if (result < 0) {
            seconds.bytes.putInt(0, before);
            if (result == -Errno.EINVAL) {
                throw new IllegalArgumentException(
                        "%s refuses a timeout of %s s (EINVAL 22). Use a shorter one.".formatted(DEVICE, wanted));
            }
            throw failure(-result);
        }
    }

    @Override
    public synchronized void feed() {
        requireOpen();
        int result = sys.ioctl(fd, Ioctl.WDIOC_KEEPALIVE, 0);
        if (result < 0 && result != -Errno.EINTR) {
            throw failure(-result);
        }
    }

    private int retried(long request) {
        int result;
        do {
            result = sys.ioctl(fd, request, seconds);
        } while (result == -Errno.EINTR);
        return result;
    }

    private static RuntimeException failure(int errno) {
        return Errno.gone(errno)
                ? PinException.gone(
                        "%s is gone (%s): its driver was unloaded. Load the driver and start the watchdog again."
                                .formatted(DEVICE, Errno.name(errno)))
                : new NotAvailableException(
                        "%s does not support this request (%s). Use another watchdog, such as the kernel's own: sudo modprobe softdog"
                                .formatted(DEVICE, Errno.name(errno)));
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("%s is closed. Open it again to use it.".formatted(DEVICE));
        }
    }

    @Override
    public String name() {
        return DEVICE;
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            sys.write(fd, Block.of("V"), 1);
            sys.close(fd);
        }
    }

    @Override
    public String toString() {
        return DEVICE;
    }
}
