// SPDX-License-Identifier: MIT
package blinka4j.samples;

import static blinka4j.time.Time.sleep;

import blinka4j.board.Board;
import blinka4j.countio.Counter;
import blinka4j.digitalio.Edge;
import blinka4j.digitalio.Pull;
import blinka4j.samples.launcher.Sample;
import blinka4j.sim.SimBoard;
import blinka4j.sim.SimClock;
import blinka4j.sim.SimPin;
import java.time.Duration;

/**
 * Counts the presses of a button on D4, or the drops of a rain gauge, and begins anew after 100.
 * Port of <a href="https://docs.circuitpython.org/en/latest/shared-bindings/countio/">the example of countio</a>.
 *
 * <p>Wiring: a button, or the reed switch of a rain gauge or an anemometer, between D4 and ground.
 */
public final class CounterSimpleTest extends Sample {
    public CounterSimpleTest() {
        super("counter", "counts the presses of a button on D4", CounterSimpleTest::main);
    }

    public static void main(String[] args) {
        // Count falling edges only; the original counts rising ones, without pull
        try (Counter pinCounter = new Counter(Board.D4, Edge.FALLING, Pull.UP)) {
            while (true) {
                // Reset the count after 100 counts.
                if (pinCounter.count() >= 100) {
                    pinCounter.reset();
                }
                System.out.println(pinCounter.count());
                sleep(1); // the original has no pause
            }
        }
    }

    @Override
    public void attachTo(SimBoard board) {
        drip(board.pin("D4"), board.clock());
    }

    /** Connects the pin to ground for 20 ms, three times a second. */
    private static void drip(SimPin pin, SimClock clock) {
        clock.after(Duration.ofMillis(300), () -> {
            pin.resistor(Pull.DOWN);
            clock.after(Duration.ofMillis(20), () -> {
                pin.resistor(null);
                drip(pin, clock);
            });
        });
    }
}
