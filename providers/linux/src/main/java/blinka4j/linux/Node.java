// SPDX-License-Identifier: MIT
package blinka4j.linux;

import blinka4j.HardwareException;
import blinka4j.NotAvailableException;
import blinka4j.PinException;
import blinka4j.kernel.DeviceKind;
import blinka4j.kernel.Errno;
import blinka4j.provider.Host;

/** Opens device files, and explains failures. */
final class Node {
    private Node() {}

    /**
     * Opens a device file for reading and writing.
     *
     * @param flags of {@code open(2)}, besides {@code O_RDWR} and {@code O_CLOEXEC}
     * @param missing why the file may be missing and what to do, in sentences
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
     * Opens a device file. A file that is known to be of another kind is not opened, because opening some devices, such as a
     * watchdog, has an effect.
     *
     * @return the file descriptor, or the negated error number, which is ENOTTY for a file of another kind
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
            case Errno.ENOENT -> new NotAvailableException("%s does not exist. %s".formatted(path, missing));
            case Errno.EACCES, Errno.EPERM -> new NotAvailableException(kind.denied(host, path));
            case Errno.ENODEV, Errno.ENXIO ->
                new NotAvailableException(
                        "%s (%s) cannot be opened. Its driver is not loaded, or the device was removed. Load the driver, or connect the device."
                                .formatted(path, Errno.name(errno)));
            case Errno.EBUSY ->
                new PinException(
                        "%s (EBUSY 16) cannot be opened. Another program has exclusive use of it. Find it with 'sudo fuser -v %s', and end it."
                                .formatted(path, path));
            case Errno.ENOTTY -> {
                String mistaken = kind.mistaken(host, path);
                yield new NotAvailableException(
                        mistaken != null
                                ? mistaken
                                : "%s (ENOTTY 25) is a device of another kind. Name another one.".formatted(path));
            }
            case Errno.EMFILE, Errno.ENFILE ->
                new NotAvailableException(
                        "%s (%s) cannot be opened. Too many files are open. Close ports that are no longer used, or raise 'ulimit -n'."
                                .formatted(path, Errno.name(errno)));
            default ->
                new NotAvailableException(
                        "%s cannot be opened (%s). See 'dmesg' for the reason.".formatted(path, Errno.name(errno)));
        };
    }
}
