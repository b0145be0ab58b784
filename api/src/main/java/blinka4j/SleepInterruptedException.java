// SPDX-License-Identifier: MIT
package blinka4j;

import org.jspecify.annotations.Nullable;

/**
 * The thread was interrupted in {@code Time.sleep}. Its interrupt status is still set. An interrupt asks the program to end. If the
 * program does not catch this exception, {@code try} closes its pins.
 */
public final class SleepInterruptedException extends HardwareException {
    private static final long serialVersionUID = 1L;

    public SleepInterruptedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
