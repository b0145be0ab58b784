// SPDX-License-Identifier: MIT
package blinka4j.time;

import blinka4j.SleepInterruptedException;
import blinka4j.hardware.Arguments;
import blinka4j.hardware.CurrentBoard;
import blinka4j.provider.Clock;
import blinka4j.runtime.Blinka;

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
 * {@code sleep} does not wait. For an independent board, pass its {@code Blinka}. Without a current board, the clock is real
 * time. These methods detect a board only if {@code BLINKA_PROVIDER} is set.
 *
 * <p>This is for programs. A driver waits with {@code sleep} of its bus, and has the time from a {@code BusClock}.
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
                    "cannot sleep for %s s. The time must be 0 to 9,000,000,000 s.".formatted(seconds));
        }
        try {
            clock.sleep(Math.round(seconds * 1e9));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SleepInterruptedException("interrupted while sleeping for %s s".formatted(seconds), e);
        }
    }

    /** Seconds since a fixed but arbitrary time. Only differences are meaningful. */
    public static double monotonic() {
        return monotonicNanos() / 1e9;
    }

    /** Seconds in the time of an independent board, as {@link #monotonic()}. */
    public static double monotonic(Blinka board) {
        return monotonicNanos(board) / 1e9;
    }

    /**
     * Nanoseconds since the same time as {@link #monotonic}: CircuitPython's {@code monotonic_ns}. Edge timestamps use this clock.
     */
    public static long monotonicNanos() {
        return nanos(CurrentBoard.clock());
    }

    /** Nanoseconds in the time of an independent board, as {@link #monotonicNanos()}. */
    public static long monotonicNanos(Blinka board) {
        return nanos(clock(board));
    }

    private static long nanos(Clock clock) {
        clock.polled();
        return clock.nanos();
    }

    private static Clock clock(Blinka board) {
        return Arguments.required(board, "Time needs a board", "Blinka.current()")
                .provider()
                .clock();
    }
}
