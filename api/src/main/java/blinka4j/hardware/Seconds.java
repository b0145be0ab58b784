// SPDX-License-Identifier: MIT
package blinka4j.hardware;

import blinka4j.SleepInterruptedException;
import blinka4j.provider.Clock;

/** A clock in seconds, as CircuitPython's {@code time} counts. */
public final class Seconds {
    private static final double LONGEST = 9e9;

    private Seconds() {}

    /** @param seconds 0 to 9,000,000,000, to the nearest nanosecond */
    public static void sleep(Clock clock, double seconds) {
        if (!(seconds >= 0 && seconds <= LONGEST)) {
            throw new IllegalArgumentException(
                    "cannot sleep for %s s: expected 0 to 9,000,000,000 seconds".formatted(seconds));
        }
        try {
            clock.sleep(Math.round(seconds * 1e9));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SleepInterruptedException("interrupted while sleeping for %s s".formatted(seconds), e);
        }
    }

    public static double now(Clock clock) {
        return clock.nanos() / 1e9;
    }
}
