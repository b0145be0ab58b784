// SPDX-License-Identifier: MIT
package blinka4j.countio;

import blinka4j.digitalio.Edge;
import blinka4j.digitalio.Pull;
import blinka4j.hardware.Arguments;
import blinka4j.hardware.EdgeInput;
import blinka4j.hardware.Hardware;
import blinka4j.microcontroller.Pin;
import blinka4j.provider.GpioPort;
import blinka4j.provider.GpioPort.Bias;
import blinka4j.provider.GpioPort.EdgeListener;
import java.lang.ref.Reference;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Counts the edges of a pin: the drops of a rain gauge, the turns of a wheel.
 *
 * <pre>{@code
 * try (Counter drops = new Counter(Board.D4, Edge.FALLING, Pull.UP)) {
 *     sleep(60);
 *     System.out.println(drops.count());
 * }
 * }</pre>
 *
 * <p>The kernel reports the edges. At rest this needs no processor time. Edges that come faster than the program can read them are
 * counted too, because the kernel numbers all edges.
 *
 * <p>Threads may share a counter. Source of the behaviour: CircuitPython's {@code countio}.
 */
public final class Counter implements AutoCloseable {
    private final EdgeInput input;
    private final Count count = new Count();

    /** Counts falling edges, without pull. */
    public Counter(Pin pin) {
        this(pin, Edge.FALLING);
    }

    /** Counts without pull. */
    public Counter(Pin pin, Edge edge) {
        this(pin, edge, null);
    }

    /**
     * Takes the pin and counts from 0.
     *
     * @param edge {@code RISING}, {@code FALLING} or {@code BOTH}: CircuitPython's {@code RISE}, {@code FALL} and
     *     {@code RISE_AND_FALL}
     * @param pull null for none
     * @throws blinka4j.PinException if the board has no such pin, or if it is in use
     * @throws blinka4j.NotAvailableException if the pin has no such pull, or its edges cannot be watched
     */
    public Counter(Pin pin, Edge edge, @Nullable Pull pull) {
        requireEdge(edge);
        Hardware hardware = Pin.required(pin, "Counter").hardware();
        input = new EdgeInput("Counter", hardware, pin.name(), bias(pull));
        watch(edge);
    }

    /** For a pin that is not on the board itself, such as that of an I/O expander. */
    public Counter(GpioPort port, Edge edge, @Nullable Pull pull) {
        requireEdge(edge);
        input = new EdgeInput("Counter", port, bias(pull));
        watch(edge);
    }

    private static Bias bias(@Nullable Pull pull) {
        return pull == null ? Bias.DISABLED : pull == Pull.UP ? Bias.PULL_UP : Bias.PULL_DOWN;
    }

    private static void requireEdge(Edge edge) {
        Arguments.required(edge, "Counter needs an edge", "Edge.FALLING");
    }

    private void watch(Edge edge) {
        input.watch(edge != Edge.FALLING, edge != Edge.RISING, count);
        input.guard(this);
    }

    /** Has no reference to the counter, which may become garbage. */
    private static final class Count implements EdgeListener {
        private final AtomicLong edges = new AtomicLong();
        private long last;

        @Override
        public void edge(boolean rising, long timestampNanos, long sequence) {
            // A gap in the numbers counts the edges that were lost.
            edges.addAndGet(sequence - last);
            last = sequence;
        }
    }

    /** Returns the number of edges since the counter was opened or {@link #reset}. */
    public long count() {
        input.requireOpen();
        input.clock().polled();
        return count.edges.get();
    }

    /**
     * Makes the counter continue from another number.
     *
     * @param count any number
     */
    public void count(long count) {
        input.requireOpen();
        this.count.edges.set(count);
    }

    /** Makes the counter continue from 0. */
    public void reset() {
        count(0);
    }

    /** True if the counter was closed, by itself or with its board. */
    public boolean isClosed() {
        return input.isClosed();
    }

    /** Stops counting and frees the pin. Closing again does nothing. */
    @Override
    public void close() {
        try {
            input.close();
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    @Override
    public String toString() {
        return input.toString();
    }
}
