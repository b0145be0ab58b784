// SPDX-License-Identifier: MIT
package blinka4j;

import org.jspecify.annotations.Nullable;

/** The board, the provider or the user account does not support or allow the operation. The message says what to do. */
public final class NotAvailableException extends HardwareException {
    private static final long serialVersionUID = 2L;

    private final boolean unsupported;

    public NotAvailableException(String message) {
        this(message, null);
    }

    public NotAvailableException(String message, @Nullable Throwable cause) {
        this(message, cause, false);
    }

    private NotAvailableException(String message, @Nullable Throwable cause, boolean unsupported) {
        super(message, cause);
        this.unsupported = unsupported;
    }

    /** Returns the exception for a kind of hardware that the provider does not support on any board. */
    public static NotAvailableException unsupported(String message) {
        return new NotAvailableException(message, null, true);
    }

    /** True if the provider does not support this kind of hardware on any board. */
    public boolean isUnsupported() {
        return unsupported;
    }
}
