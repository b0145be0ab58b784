// SPDX-License-Identifier: MIT
package blinka4j;

import org.jspecify.annotations.Nullable;

/** The board, the provider or the user account does not support or allow the operation. The message says what to do. */
public final class NotAvailableException extends HardwareException {
    private static final long serialVersionUID = 1L;

    public NotAvailableException(String message) {
        this(message, null);
    }

    public NotAvailableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
