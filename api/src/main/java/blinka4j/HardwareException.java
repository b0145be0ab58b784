// SPDX-License-Identifier: MIT
package blinka4j;

import org.jspecify.annotations.Nullable;

/**
 * The base class of all errors outside the program: wiring, permissions, a chip that does not answer. Mistakes of the caller are
 * {@link IllegalArgumentException} and {@link IllegalStateException}.
 */
public abstract sealed class HardwareException extends RuntimeException
        permits BusException, DeviceNotFoundException, NotAvailableException, PinException, SleepInterruptedException {
    private static final long serialVersionUID = 1L;

    HardwareException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
