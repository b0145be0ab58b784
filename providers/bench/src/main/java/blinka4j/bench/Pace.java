// SPDX-License-Identifier: MIT
package blinka4j.bench;

import java.time.Duration;
import java.util.function.Consumer;

/** Waits for the time that transfers take. Short ones are waited for together, because each wait is a little too long. */
final class Pace {
    private static final long LEAST_NANOS = 1_000_000;

    private final Consumer<Duration> sleep;
    private long owed;

    Pace(Consumer<Duration> sleep) {
        this.sleep = sleep;
    }

    void spend(long nanos) {
        long due;
        synchronized (this) {
            owed += nanos;
            if (owed < LEAST_NANOS) {
                return;
            }
            due = owed;
            owed = 0;
        }
        sleep.accept(Duration.ofNanos(due));
    }
}
