// SPDX-License-Identifier: MIT
package blinka4j;

import org.jspecify.annotations.Nullable;

/**
 * The thread was interrupted while it slept in {@code Time.sleep}: the wait was cut short. Its interrupt status is still set.
 * Somebody asks the program to end; a program that does not catch this closes its pins on the way out of {@code try}.
 */
public final class SleepInterruptedException extends HardwareException {
    private static final long serialVersionUID = 1L;

    public SleepInterruptedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
