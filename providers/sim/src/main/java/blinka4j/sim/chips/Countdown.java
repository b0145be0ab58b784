// SPDX-License-Identifier: MIT
package blinka4j.sim.chips;

/** A timer of the PCF8523 that counts down. */
final class Countdown {
    /** Table 36: the nanoseconds of a step by its code; those above are an hour. */
    private static final long[] STEP = {244_141, 15_625_000, 1_000_000_000, 60_000_000_000L, 3_600_000_000_000L};

    private static final int REPEATED = 1;
    private static final int ONCE = 2;

    private int value;
    private int mode;
    private long began;

    /** Begins to count from a new value. */
    void load(int to, long now) {
        value = to;
        began = now;
    }

    /**
     * Counts with the present mode and code of a step; begins again with a new mode.
     *
     * @return true if it came to its end since the last call
     */
    boolean count(int nextMode, int code, long now) {
        began = nextMode == mode ? began : now;
        mode = nextMode;
        if (value == 0 || (mode != REPEATED && mode != ONCE)) {
            return false;
        }
        long period = value * step(code);
        long ends = (now - began) / period;
        began += ends * period;
        value = ends > 0 && mode == ONCE ? 0 : value;
        return ends > 0;
    }

    /** The steps that are left. */
    int left(int code, long now) {
        boolean counts = mode == REPEATED || mode == ONCE;
        return counts && value > 0 ? (int) (value - (now - began) / step(code)) : value;
    }

    private static long step(int code) {
        return STEP[Math.min(code, STEP.length - 1)];
    }
}
