// SPDX-License-Identifier: MIT
package blinka4j.rotaryio;

import blinka4j.provider.LinesPort;

/**
 * Turns edges into a position. It has no reference to its encoder, which may become garbage.
 *
 * <p>It keeps the newest edges. If an older edge comes late, it takes back the newer ones, counts the late one, and counts the newer ones
 * again.
 */
final class Decoder implements Count, LinesPort.EdgeListener {
    /** How many edges are kept; a power of two. */
    private static final int KEPT = 64;

    /** The step from one state to another, at 4 times the first plus the second. A state is 2 for a high A plus 1 for a high B. */
    private static final int[] STEPS = {0, -1, 1, 0, 1, 0, 0, -1, -1, 0, 0, 1, 0, 1, -1, 0};

    private int divisor;
    private int position;
    private int state;
    private int steps;
    private long illegal;

    private long edges;
    private long highestSequence;

    /** The number of the newest edge, and of the oldest that can be taken back. */
    private long newest = -1;

    private long oldest;

    // The kept edges, each at its number modulo KEPT.
    private final long[] times = new long[KEPT];
    /** The bit of the line in the state, and 4 for a rising edge. */
    private final int[] changes = new int[KEPT];

    private final int[] statesBefore = new int[KEPT];
    private final int[] stepsBefore = new int[KEPT];
    private final int[] moves = new int[KEPT];

    Decoder(int divisor) {
        this.divisor = divisor;
    }

    /** @param levels bit 0 is A, bit 1 is B */
    synchronized void begin(int levels) {
        state = ((levels & 1) << 1) | ((levels >> 1) & 1);
    }

    @Override
    public synchronized void edge(int line, boolean rising, long timestampNanos, long sequence) {
        edges++;
        highestSequence = Math.max(highestSequence, sequence);
        long at = newest + 1;
        while (at > oldest && times[slot(at - 1)] > timestampNanos) {
            at--;
            takeBack(slot(at));
        }
        for (long i = newest; i >= at; i--) {
            times[slot(i + 1)] = times[slot(i)];
            changes[slot(i + 1)] = changes[slot(i)];
        }
        times[slot(at)] = timestampNanos;
        changes[slot(at)] = (line == 0 ? 2 : 1) | (rising ? 4 : 0);
        newest++;
        // One place stays free for an edge that comes late.
        oldest = Math.max(oldest, newest - KEPT + 2);
        for (long i = at; i <= newest; i++) {
            count(slot(i));
        }
    }

    private static int slot(long number) {
        return (int) number & (KEPT - 1);
    }

    private void count(int slot) {
        statesBefore[slot] = state;
        stepsBefore[slot] = steps;
        moves[slot] = 0;
        int bit = changes[slot] & 3;
        int next = (changes[slot] & 4) != 0 ? state | bit : state & ~bit;
        if (next == state) {
            illegal++;
            return;
        }
        steps += STEPS[state << 2 | next];
        state = next;
        if (Math.abs(steps) >= divisor) {
            moves[slot] = Integer.signum(steps);
            position += moves[slot];
            steps = 0;
        }
    }

    private void takeBack(int slot) {
        int bit = changes[slot] & 3;
        boolean wasHigh = (statesBefore[slot] & bit) != 0;
        if (wasHigh == ((changes[slot] & 4) != 0)) {
            illegal--;
        }
        state = statesBefore[slot];
        steps = stepsBefore[slot];
        position -= moves[slot];
    }

    @Override
    public synchronized int position() {
        return position;
    }

    @Override
    public synchronized void position(int wanted) {
        position = wanted;
    }

    @Override
    public synchronized int divisor() {
        return divisor;
    }

    @Override
    public synchronized void divisor(int wanted) {
        divisor = wanted;
    }

    @Override
    public synchronized long illegalTransitions() {
        return illegal + highestSequence - edges;
    }
}
