// SPDX-License-Identifier: MIT
package blinka4j.linux;

import blinka4j.HardwareException;
import blinka4j.NotAvailableException;
import blinka4j.PinException;
import blinka4j.kernel.DeviceKind;
import blinka4j.kernel.Errno;
import blinka4j.provider.Host;

/** Opens device files, and says what to do where that fails. */
final class Node {
    private Node() {}

    /**
     * Opens a device file for reading and writing.
     *
     * @param flags of {@code open(2)}, besides {@code O_RDWR} and {@code O_CLOEXEC}
     * @param missing why the file may be missing and what to do then
     * @return the file descriptor
     */
    static int open(SystemCalls sys, Host host, DeviceKind kind, String path, int flags, String missing) {
        int fd = tryOpen(sys, host, kind, path, flags);
        if (fd < 0) {
            throw failure(host, kind, path, -fd, missing);
        }
        return fd;
    }

    /**
     * Opens a device file. What is known to be something else is not opened: that alone may do harm, to a watchdog say.
     *
     * @return the file descriptor, or the negated error number: ENOTTY for what is no device of this kind
     */
    static int tryOpen(SystemCalls sys, Host host, DeviceKind kind, String path, int flags) {
        if (kind.mistaken(host, path) != null) {
            return -Errno.ENOTTY;
        }
        int fd;
        do {
            fd = sys.open(host.path(path).toString(), SystemCalls.O_RDWR | SystemCalls.O_CLOEXEC | flags);
        } while (fd == -Errno.EINTR);
        return fd;
    }

    static HardwareException failure(Host host, DeviceKind kind, String path, int errno, String missing) {
        return switch (errno) {
            case Errno.ENOENT -> new NotAvailableException("%s does not exist: %s".formatted(path, missing));
            case Errno.EACCES, Errno.EPERM -> new NotAvailableException(kind.denied(host, path));
            case Errno.ENODEV, Errno.ENXIO ->
                new NotAvailableException(
                        "%s (%s): no device stands behind this file; its driver is not loaded, or the device was removed"
                                .formatted(path, Errno.name(errno)));
            case Errno.EBUSY ->
                new PinException(
                        "%s (EBUSY 16): another program has opened it for itself alone; 'sudo fuser -v %s' names it"
                                .formatted(path, path));
            case Errno.ENOTTY -> {
                String mistaken = kind.mistaken(host, path);
                yield new NotAvailableException(
                        mistaken != null
                                ? mistaken
                                : "%s is no device of the kind that was expected; name another".formatted(path));
            }
            case Errno.EMFILE, Errno.ENFILE ->
                new NotAvailableException(
                        "%s (%s): too many files are open; close ports that are no longer used, or raise 'ulimit -n'"
                                .formatted(path, Errno.name(errno)));
            default ->
                new NotAvailableException(
                        "%s cannot be opened (%s); 'dmesg' may say why".formatted(path, Errno.name(errno)));
        };
    }
}
