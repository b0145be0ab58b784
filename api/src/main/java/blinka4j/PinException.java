// SPDX-License-Identifier: MIT
package blinka4j;

import org.jspecify.annotations.Nullable;

/** The pin does not exist on this board, or something, in this program or another, already holds it. */
public final class PinException extends HardwareException {
    private static final long serialVersionUID = 1L;

    public PinException(String message) {
        this(message, null);
    }

    public PinException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
