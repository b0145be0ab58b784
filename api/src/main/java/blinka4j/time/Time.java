// SPDX-License-Identifier: MIT
package blinka4j.time;

import blinka4j.hardware.CurrentBoard;
import blinka4j.hardware.Seconds;

/**
 * CircuitPython's {@code time}. With a static import it reads as there:
 *
 * <pre>{@code
 * import static blinka4j.time.Time.sleep;
 *
 * led.value(true);
 * sleep(0.5);
 * led.value(false);
 * }</pre>
 *
 * <p>The clock is that of the board which {@code Board} means: real time, or simulated time on a simulated board, where a
 * second passes at once. {@code Blinka} has the same methods for an independent board. No board is needed: where there is
 * none, or none has been used yet, this is real time, and no board is searched for unless {@code BLINKA_PROVIDER} is set.
 */
public final class Time {
    private Time() {}

    /**
     * Waits at least this long.
     *
     * @param seconds 0 to 9,000,000,000
     * @throws IllegalArgumentException if it is less, more, or no number
     * @throws blinka4j.SleepInterruptedException if the thread is interrupted; its interrupt status stays set
     */
    public static void sleep(double seconds) {
        Seconds.sleep(CurrentBoard.clock(), seconds);
    }

    /** Seconds since some moment that does not change while the program runs: only differences mean something. */
    public static double monotonic() {
        return Seconds.now(CurrentBoard.clock());
    }

    /**
     * Nanoseconds since that moment: CircuitPython's {@code monotonic_ns}. The timestamps of edges are of the same clock.
     */
    public static long monotonicNanos() {
        return CurrentBoard.clock().nanos();
    }
}
