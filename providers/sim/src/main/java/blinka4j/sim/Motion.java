// SPDX-License-Identifier: MIT
package blinka4j.sim;

import java.nio.file.Path;
import java.time.Duration;

/**
 * How a {@link Quantity} moves in time. A motion depends on the time alone, so it is the same in each run, and several quantities can
 * share one. A lambda is a motion too: {@code chip.quantity("temperature").follow(seconds -> 20 + 0.1 * seconds)}.
 */
@FunctionalInterface
public interface Motion {
    /**
     * The value at a time. May be called from any thread, and with the same or an earlier time again.
     *
     * @param seconds since the start of the board's clock
     */
    double at(double seconds);

    /**
     * A sine wave that starts at its mean and rises.
     *
     * @param amplitude the greatest distance from the mean; less than 0 falls first
     * @param period more than 0
     */
    static Motion sine(double mean, double amplitude, Duration period) {
        double length = nanos(period, "a period") / 1e9;
        return seconds -> mean + amplitude * Math.sin(2 * Math.PI * (seconds / length));
    }

    /**
     * A random walk between two bounds. It starts in the middle. In each second it moves by up to {@code step} in either direction, in a
     * straight line, and it turns back at a bound.
     *
     * @param seed the same seed gives the same walk
     * @param step more than 0, and at most the distance of the bounds
     */
    static Motion walk(long seed, double least, double most, double step) {
        return new RandomWalk(seed, least, most, step);
    }

    /**
     * A recording in a file with comma-separated values. The first line has the names of the columns, the first column is the time in
     * seconds, and the time increases from line to line. Values between two lines are on the straight line between them; before the first
     * line is its value, after the last line the last value. Empty lines are ignored.
     *
     * @param column the name of the column with the values
     * @throws IllegalArgumentException if there is no such column, no value, or something else than a number; the message has the file and
     *     the line
     * @throws java.io.UncheckedIOException if the file cannot be read
     */
    static Motion csv(Path file, String column) {
        return Recording.read(file, column);
    }

    /** This motion in steps: between two multiples of {@code interval} the value stays the same. */
    default Motion every(Duration interval) {
        double length = nanos(interval, "an interval") / 1e9;
        return seconds -> at(Math.floor(seconds / length) * length);
    }

    /** This motion, but starting later. Before {@code start} its first value. For one that begins in the middle of a test: {@code from(clock.now())}. */
    default Motion from(Duration start) {
        double begin = start.toNanos() / 1e9;
        return seconds -> at(Math.max(0, seconds - begin));
    }

    private static long nanos(Duration time, String what) {
        if (time.isNegative() || time.isZero()) {
            throw new IllegalArgumentException("%s of %s is not possible. Expected more than 0.".formatted(what, time));
        }
        return time.toNanos();
    }
}
