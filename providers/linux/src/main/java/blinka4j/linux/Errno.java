// SPDX-License-Identifier: MIT
package blinka4j.linux;

/** The kernel's error numbers, as {@code asm-generic/errno.h} has them for all processors that this provider serves. */
final class Errno {
    static final int EPERM = 1;
    static final int ENOENT = 2;
    static final int EINTR = 4;
    static final int EIO = 5;
    static final int ENXIO = 6;
    static final int EAGAIN = 11;
    static final int ENOMEM = 12;
    static final int EACCES = 13;
    static final int EBUSY = 16;
    static final int ENODEV = 19;
    static final int EINVAL = 22;
    static final int ENFILE = 23;
    static final int EMFILE = 24;
    static final int ENOTTY = 25;
    static final int ENOSYS = 38;
    static final int EPROTO = 71;
    static final int EMSGSIZE = 90;
    static final int EOPNOTSUPP = 95;
    static final int ESHUTDOWN = 108;
    static final int ETIMEDOUT = 110;
    static final int EREMOTEIO = 121;
    /** Means the kernel's own code, but some drivers let it out. */
    static final int ENOTSUPP = 524;

    private Errno() {}

    /** Name and number, such as {@code EREMOTEIO 121}. */
    static String name(int errno) {
        String name = switch (errno) {
            case EPERM -> "EPERM";
            case ENOENT -> "ENOENT";
            case EINTR -> "EINTR";
            case EIO -> "EIO";
            case ENXIO -> "ENXIO";
            case EAGAIN -> "EAGAIN";
            case ENOMEM -> "ENOMEM";
            case EACCES -> "EACCES";
            case EBUSY -> "EBUSY";
            case ENODEV -> "ENODEV";
            case EINVAL -> "EINVAL";
            case ENFILE -> "ENFILE";
            case EMFILE -> "EMFILE";
            case ENOTTY -> "ENOTTY";
            case ENOSYS -> "ENOSYS";
            case EPROTO -> "EPROTO";
            case EMSGSIZE -> "EMSGSIZE";
            case EOPNOTSUPP -> "EOPNOTSUPP";
            case ESHUTDOWN -> "ESHUTDOWN";
            case ETIMEDOUT -> "ETIMEDOUT";
            case EREMOTEIO -> "EREMOTEIO";
            case ENOTSUPP -> "ENOTSUPP";
            default -> "errno";
        };
        return name + " " + errno;
    }

    /** Whether the device behind an open file has gone, or its driver has let it go. */
    static boolean gone(int errno) {
        return errno == ENODEV || errno == ENXIO || errno == ESHUTDOWN;
    }

    /** Whether the driver cannot do what was asked. */
    static boolean unsupported(int errno) {
        return errno == EINVAL || errno == EOPNOTSUPP || errno == ENOTSUPP || errno == ENOTTY;
    }
}
