// SPDX-License-Identifier: MIT
package blinka4j.supervisor;

import blinka4j.hardware.Ticks;
import blinka4j.time.Time;

/** CircuitPython's {@code supervisor}. Only the time is here: Linux starts and reloads programs. */
public final class Supervisor {
    private Supervisor() {}

    /**
     * Milliseconds since a fixed but arbitrary time, in the clock of the board that {@code Time.monotonic} reads: 0 to 536,870,911, then
     * 0 again, about each six days. For differences, use {@code (later - earlier) & 0x1FFFFFFF}.
     */
    public static int ticksMs() {
        return Ticks.millis(Time.monotonicNanos());
    }
}
