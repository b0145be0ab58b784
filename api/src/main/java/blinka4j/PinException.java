// SPDX-License-Identifier: MIT
package blinka4j;

import org.jspecify.annotations.Nullable;

/** The pin does not exist on this board, or something, in this program or another, already holds it. */
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

    /** For a pin whose controller was unplugged, or let go by its driver, while it was open. */
    public static PinException gone(String message) {
        return new PinException(message, null, true);
    }

    /** Whether the pin is not there any more: then there is nothing left to be undone when it is closed. */
    public boolean isGone() {
        return gone;
    }
}
