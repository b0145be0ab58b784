// SPDX-License-Identifier: MIT
package blinka4j.microcontroller;

import blinka4j.hardware.CurrentBoard;
import blinka4j.hardware.Hardware;
import blinka4j.nvm.ByteArray;
import blinka4j.provider.BoardProcessor;
import blinka4j.watchdog.WatchDogTimer;
import java.util.concurrent.TimeUnit;

/** CircuitPython's {@code microcontroller}. */
public final class Microcontroller {
    private Microcontroller() {}

    /** The processor of the board. */
    public static Processor cpu() {
        Hardware hardware = CurrentBoard.get();
        return new Processor(
                hardware.provider() instanceof BoardProcessor own ? own : BoardProcessor.of(hardware.host()));
    }

    /** The watchdog of the board that the program runs on: one object for the whole program. It does not run at first. */
    public static WatchDogTimer watchdog() {
        Hardware hardware = CurrentBoard.get();
        return (WatchDogTimer) hardware.shared("watchdog", () -> new WatchDogTimer(hardware), closed -> false);
    }

    /**
     * The bytes of this user that stay when the program and the machine end.
     *
     * @throws blinka4j.NotAvailableException if the provider has none
     */
    public static ByteArray nvm() {
        return new ByteArray(CurrentBoard.get().provider().openNvm());
    }

    /**
     * Waits at least this long and little longer. The thread spins for the last 100 µs. An interrupt does not end the wait. On a
     * simulated board, simulated time passes (see {@code Time}).
     *
     * @param micros µs, 0 or more
     */
    public static void delayUs(long micros) {
        if (micros < 0) {
            throw new IllegalArgumentException(
                    "a delay of %s µs is not possible. It must be 0 or more.".formatted(micros));
        }
        CurrentBoard.clock().delay(TimeUnit.MICROSECONDS.toNanos(micros));
    }
}
