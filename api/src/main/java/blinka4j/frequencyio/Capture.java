// SPDX-License-Identifier: MIT
package blinka4j.frequencyio;

import blinka4j.provider.Clock;
import blinka4j.provider.GpioPort.EdgeListener;
import java.util.concurrent.TimeUnit;

/** The edges of the present capture period and the frequency in the last one. Allocates nothing. */
final class Capture implements EdgeListener {
    private static final long NANOS_PER_MILLI = TimeUnit.MILLISECONDS.toNanos(1);
    private static final double NANOS_PER_SECOND = 1e9;

    /** The longest period of a signal. */
    private static final long LONGEST_NANOS = TimeUnit.SECONDS.toNanos(1);

    private int millis;
    private boolean paused;
    private boolean started;
    /** The time of the first edge of the present capture period, and the edges since then. */
    private long begin;

    private long edges;
    private long lastEdge;
    private long lastSequence;
    private double frequency;

    Capture(int millis) {
        this.millis = millis;
    }

    @Override
    public synchronized void edge(boolean rising, long timestampNanos, long sequence) {
        long number = sequence - lastSequence;
        lastSequence = sequence;
        if (hasEnded(timestampNanos)) {
            // Also after a pause or a change of the capture period: the old frequency is not that of this signal.
            clear();
        }
        if (!started) {
            started = true;
            begin = timestampNanos;
            lastEdge = timestampNanos;
            edges = 0;
            return;
        }
        // Edges that were lost have a number too.
        edges += number;
        lastEdge = timestampNanos;
        long time = timestampNanos - begin;
        if (time >= millis * NANOS_PER_MILLI) {
            frequency = edges * NANOS_PER_SECOND / time;
            begin = timestampNanos;
            edges = 0;
        }
    }

    synchronized double value(Clock clock) {
        return !paused && hasEnded(clock.nanos()) ? 0 : frequency;
    }

    /** True if no edge has come for a capture period and for two periods of the signal. */
    private boolean hasEnded(long now) {
        long longest = frequency == 0
                ? LONGEST_NANOS
                : Math.max(millis * NANOS_PER_MILLI, (long) (2 * NANOS_PER_SECOND / frequency));
        return now - lastEdge > longest;
    }

    /** Call this while no edges are reported. */
    synchronized void paused(boolean now) {
        paused = now;
        started = false;
    }

    synchronized void clear() {
        started = false;
        frequency = 0;
    }

    synchronized int millis() {
        return millis;
    }

    synchronized void millis(int period) {
        millis = period;
        started = false;
    }
}
