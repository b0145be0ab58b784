// SPDX-License-Identifier: MIT
package blinka4j;

import org.jspecify.annotations.Nullable;

/** A transfer on a bus failed. {@link #kind()} says how, in the same words for every provider. */
public final class BusException extends HardwareException {
    private static final long serialVersionUID = 1L;

    /** How a transfer failed. */
    public enum Kind {
        /** Nothing answered at that address, or the chip refused a byte. */
        NO_ACKNOWLEDGE,
        /** Another controller won the bus. */
        ARBITRATION_LOST,
        /** The chip, the bus, or whoever holds it in this program, took too long. */
        TIMEOUT,
        /** A driver of the kernel holds the device at that address. */
        BUSY,
        /** The bytes arrived but their checksum is wrong. */
        CHECKSUM,
        /** The thread was interrupted while it waited for the bus. Its interrupt status is still set. */
        INTERRUPTED,
        /** Anything else; {@link BusException#errno()} has what the system said. */
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

    public Kind kind() {
        return kind;
    }

    /** The error number that the operating system gave, such as 121 (EREMOTEIO); 0 where there was none. */
    public int errno() {
        return errno;
    }
}
