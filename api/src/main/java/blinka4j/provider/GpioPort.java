// SPDX-License-Identifier: MIT
package blinka4j.provider;

/**
 * One GPIO line, requested from the system until {@link #close()}. A new port leaves the line as it was until
 * {@link #input} or {@link #output} is called.
 *
 * <p>As every {@link Port}, a line is thread-safe: any thread may call any method at any time, and after {@link #close} every
 * other method throws {@link IllegalStateException}. One exception: a provider may write to registers of the processor without
 * a lock. Then a {@link #write} that races {@link #close}, {@link #input}, {@link #output} or {@link #drive} on another thread
 * may still take effect after it.
 */
public interface GpioPort extends AutoCloseable {
    /** The resistor that sets the level of an input when nothing drives it. */
    enum Bias {
        /** No resistor: a resistor that was on is switched off in hardware. */
        DISABLED,
        PULL_UP,
        PULL_DOWN
    }

    /** Receives the edges of a line in order, one at a time. */
    interface EdgeListener {
        /**
         * @param rising true if the line went from low to high
         * @param timestampNanos the kernel's monotonic clock when the edge came
         * @param sequence 1 for the first edge since {@link GpioPort#watch}, then one more for each; a gap counts the
         *     edges that were lost because they came faster than they could be read
         */
        void edge(boolean rising, long timestampNanos, long sequence);
    }

    /**
     * Makes the line an input, or changes the bias of one. Takes effect at once, without a moment as an output.
     *
     * @throws blinka4j.NotAvailableException if this line does not support the bias
     */
    void input(Bias bias);

    /**
     * Makes the line an input and calls {@code listener} at each edge from then on. The same as {@link #input(Bias)} and {@link #watch}
     * without debounce, but a provider may do both in one step, so that an edge just after an output is not lost.
     */
    default void input(Bias bias, EdgeListener listener) {
        input(bias);
        watch(true, true, 0, listener);
    }

    /** Makes the line an output that has {@code value} from the first moment, without a glitch. */
    void output(boolean value, boolean openDrain);

    /** The level of an input, or of the wire that an output drives. */
    boolean read();

    /**
     * Drives an output.
     *
     * @throws IllegalStateException if the line is not an output
     */
    void write(boolean value);

    /**
     * Changes the drive mode of an output. The output keeps its last level.
     *
     * @param openDrain true to drive low only, false to drive both levels
     * @throws IllegalStateException if the line is not an output
     * @throws blinka4j.NotAvailableException if the line has no open drain; it drives as before
     */
    void drive(boolean openDrain);

    /**
     * Calls {@code listener} at each edge of an input until {@link #unwatch}, {@link #output} or {@link #close}. A
     * second call replaces the first.
     *
     * @param debounceNanos shorter levels are ignored; 0 for no debounce
     */
    void watch(boolean rising, boolean falling, long debounceNanos, EdgeListener listener);

    /**
     * Ends {@link #watch}. After this, or {@link #close}, the listener gets no more edges. Both wait for a listener that is
     * running on another thread, with the limits of {@link EdgeThread#awaitListener}. No other method waits for a listener.
     */
    void unwatch();

    /** Releases the line. Closing again does nothing. */
    @Override
    void close();
}
