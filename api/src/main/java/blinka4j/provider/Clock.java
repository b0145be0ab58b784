// SPDX-License-Identifier: MIT
package blinka4j.provider;

import blinka4j.BusException;
import java.time.Duration;

/**
 * The clock of a board, which programs read and wait on. {@link #system} is real time. A simulated board has simulated time.
 *
 * <p>All methods may be called from any thread.
 */
public interface Clock {
    /** Real time. */
    static Clock system() {
        return SystemClock.INSTANCE;
    }

    /** Nanoseconds since a fixed but arbitrary time. Never goes back. */
    long nanos();

    /**
     * Waits at least this long, unless the thread is interrupted before or during the wait.
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
     * Tells the clock that a program reads the time, a level or a counter. In a loop that only reads, simulated time passes. Real time
     * needs no help.
     */
    default void polled() {}

    /** A task that is due at a time. */
    interface Alarm {
        /** Prevents the task. Does nothing if it has run, or is running. */
        void cancel();
    }

    /**
     * Runs {@code task} once, when so many nanoseconds have passed. In real time it runs on a daemon thread that all tasks share, and
     * that ends when no task is due. In simulated time it runs in the thread that lets time pass.
     *
     * @param nanos 0 or more
     * @param task must be short, because it delays the other tasks
     */
    default Alarm after(long nanos, Runnable task) {
        return AlarmThread.after(nanos, task);
    }

    /**
     * Waits for a device on a bus. Ports use it for {@code sleep}. After a shortened wait a driver would read too early, so an interrupt
     * ends the operation with an exception.
     *
     * @param time a negative time does not wait
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
                    "interrupted while a device on %s needed %s ms. Its operation is not complete. Start it again."
                            .formatted(bus, time.toMillis()),
                    e);
        }
    }
}
