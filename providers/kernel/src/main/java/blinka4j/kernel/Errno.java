// SPDX-License-Identifier: MIT
package blinka4j.kernel;

import blinka4j.BusException.Kind;

/** The kernel's error numbers from {@code asm-generic/errno.h}. All processors of supported boards use them. */
public final class Errno {
    public static final int EPERM = 1;
    public static final int ENOENT = 2;
    public static final int EINTR = 4;
    public static final int EIO = 5;
    public static final int ENXIO = 6;
    public static final int EAGAIN = 11;
    public static final int ENOMEM = 12;
    public static final int EACCES = 13;
    public static final int EBUSY = 16;
    public static final int ENODEV = 19;
    public static final int EINVAL = 22;
    public static final int ENFILE = 23;
    public static final int EMFILE = 24;
    public static final int ENOTTY = 25;
    public static final int ENOSYS = 38;
    public static final int EPROTO = 71;
    public static final int EMSGSIZE = 90;
    public static final int EPROTONOSUPPORT = 93;
    public static final int EOPNOTSUPP = 95;
    public static final int ESHUTDOWN = 108;
    public static final int ETIMEDOUT = 110;
    public static final int EREMOTEIO = 121;
    /** Meant for use inside the kernel, but some drivers return it to programs. */
    public static final int ENOTSUPP = 524;

    private Errno() {}

    /** Returns name and number, such as {@code EREMOTEIO 121}. */
    public static String name(int errno) {
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
            case EPROTONOSUPPORT -> "EPROTONOSUPPORT";
            case EOPNOTSUPP -> "EOPNOTSUPP";
            case ESHUTDOWN -> "ESHUTDOWN";
            case ETIMEDOUT -> "ETIMEDOUT";
            case EREMOTEIO -> "EREMOTEIO";
            case ENOTSUPP -> "ENOTSUPP";
            default -> "errno";
        };
        return name + " " + errno;
    }

    /** Returns whether the device of an open file was removed, or its driver let it go. */
    public static boolean gone(int errno) {
        return errno == ENODEV || errno == ENXIO || errno == ESHUTDOWN;
    }

    /** Returns whether the driver does not support the request. */
    public static boolean unsupported(int errno) {
        return errno == EINVAL || errno == EOPNOTSUPP || errno == ENOTSUPP || errno == ENOTTY;
    }

    /** Returns how an I2C transfer failed, from the kernel's Documentation/i2c/fault-codes.rst. */
    public static Kind kind(int errno) {
        return switch (errno) {
            case ENXIO, EREMOTEIO -> Kind.NO_ACKNOWLEDGE;
            case ETIMEDOUT -> Kind.TIMEOUT;
            case EAGAIN -> Kind.ARBITRATION_LOST;
            case EBUSY -> Kind.BUSY;
            default -> Kind.OTHER;
        };
    }
}
