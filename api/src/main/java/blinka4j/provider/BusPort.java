// SPDX-License-Identifier: MIT
package blinka4j.provider;

import java.time.Duration;

/**
 * A bus or a serial port, with devices that drivers wait for. A simulated one overrides {@link #clock}. A port that passes all calls on
 * to another port passes on {@link #clock} and {@link #sleep}.
 */
public interface BusPort extends Port {
    /** The clock of the board that the bus is on; real time, unless overridden. */
    default Clock clock() {
        return Clock.system();
    }

    /**
     * Waits for a device.
     *
     * @throws blinka4j.BusException if the thread is interrupted; see {@link Clock#pause}
     */
    default void sleep(Duration time) {
        clock().pause(time, name());
    }

    /** The time of the {@link #clock}, for a driver that asks for it. */
    default long monotonicNanos() {
        Clock clock = clock();
        clock.polled();
        return clock.nanos();
    }
}
