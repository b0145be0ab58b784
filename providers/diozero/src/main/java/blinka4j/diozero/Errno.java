// SPDX-License-Identifier: MIT
package blinka4j.diozero;

import blinka4j.BusException.Kind;
import com.diozero.api.I2CException;
import com.diozero.api.RuntimeIOException;

/** The kernel's error numbers, as {@code asm-generic/errno.h} has them, in what diozero throws. */
final class Errno {
    static final int EIO = 5;
    static final int ENXIO = 6;
    static final int EAGAIN = 11;
    static final int EBUSY = 16;
    static final int ENODEV = 19;
    static final int EINVAL = 22;
    static final int ENOTTY = 25;
    static final int EPROTO = 71;
    static final int EOPNOTSUPP = 95;
    static final int ETIMEDOUT = 110;
    static final int EREMOTEIO = 121;
    /** Means the kernel's own code, but some drivers let it out. */
    static final int ENOTSUPP = 524;

    private Errno() {}

    /** The number in an error of I2C; 0 if there is none. */
    static int of(RuntimeIOException e) {
        return e instanceof I2CException && e.getError() < 0 ? -e.getError() : 0;
    }

    static Kind kind(int errno) {
        return switch (errno) {
            case ENXIO, EREMOTEIO, ENODEV -> Kind.NO_ACKNOWLEDGE;
            case ETIMEDOUT -> Kind.TIMEOUT;
            case EAGAIN -> Kind.ARBITRATION_LOST;
            case EBUSY -> Kind.BUSY;
            default -> Kind.OTHER;
        };
    }

    /** Name and number, such as {@code EREMOTEIO 121}. */
    static String name(int errno) {
        String name = switch (errno) {
            case EIO -> "EIO";
            case ENXIO -> "ENXIO";
            case EAGAIN -> "EAGAIN";
            case EBUSY -> "EBUSY";
            case ENODEV -> "ENODEV";
            case EINVAL -> "EINVAL";
            case ENOTTY -> "ENOTTY";
            case EPROTO -> "EPROTO";
            case EOPNOTSUPP -> "EOPNOTSUPP";
            case ETIMEDOUT -> "ETIMEDOUT";
            case EREMOTEIO -> "EREMOTEIO";
            case ENOTSUPP -> "ENOTSUPP";
            default -> "errno";
        };
        return name + " " + errno;
    }

    /** Whether the driver cannot do what was asked. */
    static boolean unsupported(int errno) {
        return errno == EINVAL || errno == EOPNOTSUPP || errno == ENOTSUPP || errno == ENOTTY;
    }
}
