// SPDX-License-Identifier: MIT
package blinka4j.hardware;

import java.util.concurrent.TimeUnit;

/** CircuitPython's {@code supervisor.ticks_ms}, for classes that have such a time. */
public final class Ticks {
    private static final long PERIOD = 1L << 29;
    /** A clock that begins at 0 has its first overflow after 65.536 s, so that a test can reach it. */
    private static final long BEGIN = PERIOD - (1L << 16);

    private Ticks() {}

    /**
     * Returns the ticks of a time.
     *
     * @param nanos of the board's clock
     */
    public static int millis(long nanos) {
        return (int) Math.floorMod(BEGIN + TimeUnit.NANOSECONDS.toMillis(nanos), PERIOD);
    }
}
