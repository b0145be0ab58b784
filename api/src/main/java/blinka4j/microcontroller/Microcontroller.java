// SPDX-License-Identifier: MIT
package blinka4j.microcontroller;

import blinka4j.hardware.Hardware;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** CircuitPython's {@code microcontroller}. */
public final class Microcontroller {
    /** Sleeping is not exact to less than this, so the rest of a delay is spent awake. */
    private static final long SLACK_NANOS = 100_000;

    private Microcontroller() {}

    /** The processor of the board that the program runs on. */
    public static Processor cpu() {
        return new Processor(Hardware.current().host());
    }

    /**
     * Waits at least this long, and little longer: the last 100 µs are spent awake. An interrupt does not end it.
     *
     * @param micros µs, 0 or more
     */
    public static void delayUs(long micros) {
        if (micros < 0) {
            throw new IllegalArgumentException("a delay of %s µs: expected 0 or more".formatted(micros));
        }
        long nanos = TimeUnit.MICROSECONDS.toNanos(micros);
        long end = System.nanoTime() + nanos;
        boolean interrupted = false;
        for (long left = nanos; left > 0; left = end - System.nanoTime()) {
            if (left > SLACK_NANOS) {
                LockSupport.parkNanos(left - SLACK_NANOS);
                // While it is set, nothing can be waited for.
                interrupted |= Thread.interrupted();
            } else {
                Thread.onSpinWait();
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
