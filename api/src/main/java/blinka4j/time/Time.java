// SPDX-License-Identifier: MIT
package blinka4j.time;

import blinka4j.hardware.CurrentBoard;
import blinka4j.hardware.Seconds;

/**
 * CircuitPython's {@code time}. With a static import, programs read as in Python:
 *
 * <pre>{@code
 * import static blinka4j.time.Time.sleep;
 *
 * led.value(true);
 * sleep(0.5);
 * led.value(false);
 * }</pre>
 *
 * <p>The clock is that of the current board, the board of {@code Board}: real time, or simulated time on a simulated board, where
 * {@code sleep} does not wait. {@code Blinka} has the same methods for an independent board. Without a current board, the clock is
 * real time. These methods detect a board only if {@code BLINKA_PROVIDER} is set.
 */
public final class Time {
    private Time() {}

    /**
     * Waits at least this long.
     *
     * @param seconds 0 to 9,000,000,000
     * @throws IllegalArgumentException if {@code seconds} is out of range or NaN
     * @throws blinka4j.SleepInterruptedException if the thread is interrupted; its interrupt status stays set
     */
    public static void sleep(double seconds) {
        Seconds.sleep(CurrentBoard.clock(), seconds);
    }

    /** Seconds since a fixed but arbitrary time. Only differences are meaningful. */
    public static double monotonic() {
        return Seconds.now(CurrentBoard.clock());
    }

    /**
     * Nanoseconds since the same time as {@link #monotonic}: CircuitPython's {@code monotonic_ns}. Edge timestamps use this clock.
     */
    public static long monotonicNanos() {
        return CurrentBoard.clock().nanos();
    }
}
