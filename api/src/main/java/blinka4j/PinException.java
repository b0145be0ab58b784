// SPDX-License-Identifier: MIT
package blinka4j;

import org.jspecify.annotations.Nullable;

/** The pin does not exist on this board, or it is in use by this program, another program or the kernel. */
public final class PinException extends HardwareException {
    private static final long serialVersionUID = 2L;

    private final boolean gone;

    public PinException(String message) {
        this(message, null);
    }

    public PinException(String message, @Nullable Throwable cause) {
        this(message, cause, false);
    }

    private PinException(String message, @Nullable Throwable cause, boolean gone) {
        super(message, cause);
        this.gone = gone;
    }

    /** Returns the exception for a pin whose controller was unplugged or unbound from its driver while the pin was open. */
    public static PinException gone(String message) {
        return new PinException(message, null, true);
    }

    /** True if the pin no longer exists. Closing it then has nothing to undo. */
    public boolean isGone() {
        return gone;
    }
}
