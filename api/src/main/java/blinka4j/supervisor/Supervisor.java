// SPDX-License-Identifier: MIT
package blinka4j.supervisor;

import blinka4j.hardware.CurrentBoard;
import java.util.concurrent.TimeUnit;

/** CircuitPython's {@code supervisor}. Only the time is here: Linux starts and reloads programs. */
public final class Supervisor {
    private static final long PERIOD = 1L << 29;
    /** A clock that begins at 0 has its first overflow after 65.536 s, so that a test can reach it. */
    private static final long BEGIN = PERIOD - (1L << 16);

    private Supervisor() {}

    /**
     * Milliseconds since a fixed but arbitrary time, in the clock of the board that {@code Time.monotonic} reads: 0 to 536,870,911, then
     * 0 again, about each six days. For differences, use {@code (later - earlier) & 0x1FFFFFFF}.
     */
    public static int ticksMs() {
        return (int) Math.floorMod(
                BEGIN + TimeUnit.NANOSECONDS.toMillis(CurrentBoard.clock().nanos()), PERIOD);
    }
}
