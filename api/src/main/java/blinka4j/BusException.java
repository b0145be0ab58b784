// SPDX-License-Identifier: MIT
package blinka4j;

import org.jspecify.annotations.Nullable;

/** A transfer on a bus failed. {@link #kind()} says how. All providers use the same kinds. */
public final class BusException extends HardwareException {
    private static final long serialVersionUID = 1L;

    /** How a transfer failed. */
    public enum Kind {
        /** No device answered at the address, or the chip did not acknowledge a byte. */
        NO_ACKNOWLEDGE,
        /** Another controller won the bus. */
        ARBITRATION_LOST,
        /** The chip took too long, or another thread held the bus for too long. */
        TIMEOUT,
        /** A kernel driver uses the device at this address. */
        BUSY,
        /** The checksum of the received bytes is wrong. */
        CHECKSUM,
        /** The thread was interrupted while it waited for the bus. Its interrupt status is still set. */
        INTERRUPTED,
        /** Any other failure. {@link BusException#errno()} has the system's error number. */
        OTHER
    }

    private final Kind kind;
    private final int errno;

    public BusException(Kind kind, String message) {
        this(kind, 0, message, null);
    }

    public BusException(Kind kind, int errno, String message) {
        this(kind, errno, message, null);
    }

    public BusException(Kind kind, int errno, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.kind = kind;
        this.errno = errno;
    }

    /**
     * The error to throw if a chip has the settings of power-on instead of those that its driver has set.
     *
     * @param chip its {@code toString()} names it in the message
     * @param driver the name of the driver, of which the user needs a new object
     */
    public static BusException settingsLost(Object chip, String driver) {
        return new BusException(
                Kind.OTHER,
                "%s has lost its settings: its power failed, or another program has reset it. Check its power and wiring, make a new %s, and set it up again."
                        .formatted(chip, driver));
    }

    public Kind kind() {
        return kind;
    }

    /** The operating system's error number, such as 121 (EREMOTEIO); 0 if there is none. */
    public int errno() {
        return errno;
    }
}
