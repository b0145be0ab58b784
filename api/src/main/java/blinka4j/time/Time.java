// SPDX-License-Identifier: MIT
package blinka4j.time;

import blinka4j.SleepInterruptedException;
import blinka4j.hardware.Arguments;
import blinka4j.hardware.CurrentBoard;
import blinka4j.provider.Clock;
import blinka4j.runtime.Blinka;

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
 * second passes at once. For an independent board, pass its {@code Blinka}. No board is needed: without one, this is real
 * time. As long as no board is in use, one is looked for only if {@code BLINKA_PROVIDER} is set.
 */
public final class Time {
    private static final double LONGEST = 9e9;

    private Time() {}

    /**
     * Waits at least this long.
     *
     * @param seconds 0 to 9,000,000,000, rounded to nanoseconds
     * @throws IllegalArgumentException if {@code seconds} is out of range or NaN
     * @throws SleepInterruptedException if the thread is interrupted; its interrupt status stays set
     */
    public static void sleep(double seconds) {
        sleep(CurrentBoard.clock(), seconds);
    }

    /** Waits in the time of an independent board, as {@link #sleep(double)} does. */
    public static void sleep(Blinka board, double seconds) {
        sleep(clock(board), seconds);
    }

    private static void sleep(Clock clock, double seconds) {
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

    /** Returns the seconds since a fixed moment. Only differences have a meaning. */
    public static double monotonic() {
        return monotonicNanos() / 1e9;
    }

    /** Returns the seconds since a fixed moment, in the time of an independent board. */
    public static double monotonic(Blinka board) {
        return monotonicNanos(board) / 1e9;
    }

    /**
     * Returns the nanoseconds since the same moment: CircuitPython's {@code monotonic_ns}. The timestamps of edges use this
     * clock.
     */
    public static long monotonicNanos() {
        return CurrentBoard.clock().nanos();
    }

    /** Returns the nanoseconds since the same moment, in the time of an independent board. */
    public static long monotonicNanos(Blinka board) {
        return clock(board).nanos();
    }

    private static Clock clock(Blinka board) {
        return Arguments.required(board, "Time needs a board", "Blinka.current()")
                .provider()
                .clock();
    }
}
