// SPDX-License-Identifier: MIT
package blinka4j.microcontroller;

import blinka4j.hardware.CurrentBoard;
import java.util.concurrent.TimeUnit;

/** CircuitPython's {@code microcontroller}. */
public final class Microcontroller {
    private Microcontroller() {}

    /** The processor of the board that the program runs on. */
    public static Processor cpu() {
        return new Processor(CurrentBoard.get().host());
    }

    /**
     * Waits at least this long, and little longer: the last 100 µs are spent awake. An interrupt does not end it. On a simulated
     * board simulated time passes; see {@code Time}.
     *
     * @param micros µs, 0 or more
     */
    public static void delayUs(long micros) {
        if (micros < 0) {
            throw new IllegalArgumentException("a delay of %s µs: expected 0 or more".formatted(micros));
        }
        CurrentBoard.clock().delay(TimeUnit.MICROSECONDS.toNanos(micros));
    }
}
