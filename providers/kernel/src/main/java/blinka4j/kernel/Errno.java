// SPDX-License-Identifier: MIT
package blinka4j.kernel;

import blinka4j.BusException;
import blinka4j.BusException.Kind;
import blinka4j.provider.Host;
import org.jspecify.annotations.Nullable;

/** The kernel's error numbers, as {@code asm-generic/errno.h} has them for all processors that boards have. */
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
    public static final int EOPNOTSUPP = 95;
    public static final int ESHUTDOWN = 108;
    public static final int ETIMEDOUT = 110;
    public static final int EREMOTEIO = 121;
    /** Means the kernel's own code, but some drivers let it out. */
    public static final int ENOTSUPP = 524;

    private Errno() {}

    /** Name and number, such as {@code EREMOTEIO 121}. */
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
    public static boolean gone(int errno) {
        return errno == ENODEV || errno == ENXIO || errno == ESHUTDOWN;
    }

    /** Whether the driver cannot do what was asked. */
    public static boolean unsupported(int errno) {
        return errno == EINVAL || errno == EOPNOTSUPP || errno == ENOTSUPP || errno == ENOTTY;
    }

    /** How a transfer of I2C failed, as the kernel's Documentation/i2c/fault-codes.rst has it. */
    public static Kind kind(int errno) {
        return switch (errno) {
            case ENXIO, EREMOTEIO -> Kind.NO_ACKNOWLEDGE;
            case ETIMEDOUT -> Kind.TIMEOUT;
            case EAGAIN -> Kind.ARBITRATION_LOST;
            case EBUSY -> Kind.BUSY;
            default -> Kind.OTHER;
        };
    }

    /**
     * The exception for a transfer of I2C that failed.
     *
     * @param host tells the bus's driver, and so what the error means
     * @param bus what messages call the bus
     * @param number the bus's number, as i2c-tools take it
     * @param errno 0 if the library in between does not tell
     * @param said name and number, or what that library said
     */
    public static BusException i2cFailure(
            Host host, String bus, Object number, int address, int errno, String said, @Nullable Throwable cause) {
        Kind kind = DeviceNodes.isNoAcknowledge(host, number, errno) ? Kind.NO_ACKNOWLEDGE : kind(errno);
        String what = switch (kind) {
            case NO_ACKNOWLEDGE -> "no acknowledge from";
            case TIMEOUT -> "timeout at";
            case ARBITRATION_LOST -> "another controller took the bus during the transfer to";
            case BUSY -> "the bus is busy, no transfer to";
            default -> "transfer failed, to";
        };
        String cure = switch (kind) {
            case NO_ACKNOWLEDGE ->
                "nothing answers there, or the chip refused a byte; check its wiring, supply and address ('i2cdetect -y %s' lists what answers)"
                        .formatted(number);
            case TIMEOUT ->
                "a wire is held low or has no pull-up resistor, the chip stretches the clock for longer than the controller waits, or (some controllers report it so) nothing answers there; check the wiring and the address, or set a longer timeout";
            case ARBITRATION_LOST -> "try again";
            case BUSY ->
                "another controller uses it, a driver of the kernel holds the address, or a wire is held low; check the wiring";
            default ->
                errno == ENODEV || errno == ESHUTDOWN
                        ? "the controller was unplugged, or its driver has let it go or sleeps; open the bus again when it is back"
                        : unsupported(errno)
                                ? "the controller cannot do this transfer; a shorter one may work, 'dmesg' may say why"
                                : "'dmesg' may say why; some controllers report it so where a chip refuses a byte";
        };
        return new BusException(
                kind, errno, "%s: %s address 0x%02x (%s): %s".formatted(bus, what, address, said, cure), cause);
    }
}
