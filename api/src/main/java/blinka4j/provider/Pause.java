// SPDX-License-Identifier: MIT
package blinka4j.provider;

import blinka4j.BusException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Waiting in real time. */
final class Pause {
    private Pause() {}

    /** A wait that was cut short would make a driver read too early, so an interrupt ends the operation. */
    static void of(Duration time, String bus) {
        try {
            TimeUnit.NANOSECONDS.sleep(time.toNanos());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BusException(
                    BusException.Kind.INTERRUPTED,
                    0,
                    "interrupted while a device on %s needed %s ms; what it was doing is not complete"
                            .formatted(bus, time.toMillis()),
                    e);
        }
    }
}
