// SPDX-License-Identifier: MIT
package blinka4j.provider;

import blinka4j.provider.GpioPort.Bias;

/**
 * Several GPIO lines of one chip, requested together until {@link #close()}. All have the same direction. One call reads or writes all
 * of them, and their edges come in one queue. A new port leaves the lines as they were until {@link #input} or {@link #output} is
 * called.
 *
 * <p>A line is called by its index, in the order in which the lines were opened. In a set of levels, bit 0 is the line with index 0.
 */
public interface LinesPort extends Port {
    /** The most lines of one port. The kernel's interface sets this limit. */
    int MOST_LINES = 64;

    /** Receives the edges of all lines in order, one at a time. */
    interface EdgeListener {
        /**
         * @param line the index of the line
         * @param rising true if the line went from low to high
         * @param timestampNanos the kernel's monotonic clock when the edge came
         * @param sequence 1 for the first edge of any line since {@link LinesPort#watch}, then one more for each; a gap counts the
         *     edges that were lost. The kernel may queue an edge of one line late, behind later edges of other lines. If those
         *     were already delivered, the late edge has a lower number and an earlier timestamp than the edge before
         */
        void edge(int line, boolean rising, long timestampNanos, long sequence);
    }

    /** The number of lines. */
    int length();

    /**
     * Makes all lines inputs, or changes the bias of inputs.
     *
     * @throws blinka4j.NotAvailableException if a line does not support the bias
     */
    void input(Bias bias);

    /**
     * Makes all lines outputs that have these levels from the first moment, without a glitch. Ends {@link #watch}.
     *
     * @param openDrain true to drive low only, false to drive both levels
     */
    void output(long levels, boolean openDrain);

    /** The levels of all lines, read in one call. The bits above the last line are 0. */
    long read();

    /**
     * Drives some of the outputs, in one call.
     *
     * @param mask has a 1 for each line to drive; the other lines keep their levels
     * @throws IllegalStateException if the lines are not outputs
     */
    void write(long levels, long mask);

    /**
     * Calls {@code listener} at each edge of an input until {@link #unwatch}, {@link #output} or {@link #close}. A second call replaces
     * the first.
     *
     * @param debounceNanos shorter levels are ignored; 0 for no debounce
     */
    void watch(boolean rising, boolean falling, long debounceNanos, EdgeListener listener);

    /** Ends {@link #watch}, as {@link GpioPort#unwatch} does. */
    void unwatch();
}
