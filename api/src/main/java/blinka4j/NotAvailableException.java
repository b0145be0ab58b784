// SPDX-License-Identifier: MIT
package blinka4j;

import org.jspecify.annotations.Nullable;

/** This board, this provider or this account cannot do what was asked. The message says what would. */
public final class NotAvailableException extends HardwareException {
    private static final long serialVersionUID = 1L;

    public NotAvailableException(String message) {
        this(message, null);
    }

    public NotAvailableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
