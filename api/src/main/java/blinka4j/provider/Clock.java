// SPDX-License-Identifier: MIT
package blinka4j.provider;

import blinka4j.BusException;
import java.time.Duration;

/**
 * The time of a board, for reading and waiting. {@link #system} is real time. A simulated board has simulated time.
 *
 * <p>All methods may be called from any thread.
 */
public interface Clock {
    /** Real time. */
    static Clock system() {
        return SystemClock.INSTANCE;
    }

    /** Returns the nanoseconds since a fixed moment. Never goes back. */
    long nanos();

    /**
     * Waits at least this long, unless the thread is interrupted before or meanwhile.
     *
     * @param nanos 0 or more
     * @throws InterruptedException if the thread is interrupted; its interrupt status is then cleared
     */
    void sleep(long nanos) throws InterruptedException;

    /**
     * Waits at least this long and little longer. An interrupt does not end the wait; the interrupt status stays as it is.
     *
     * @param nanos 0 or more
     */
    void delay(long nanos);

    /**
     * Waits for a device on a bus. Ports call it in their {@code sleep}. An interrupt is an error, because after a shorter wait
     * a driver would read too early.
     *
     * @param time negative for none
     * @param bus the name of the bus in messages
     * @throws BusException if the thread is interrupted; its interrupt status stays set
     */
    default void pause(Duration time, String bus) {
        try {
            sleep(Math.max(0, time.toNanos()));
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
