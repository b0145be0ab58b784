// SPDX-License-Identifier: MIT
package blinka4j.samples;

import static blinka4j.time.Time.sleep;

import blinka4j.board.Board;
import blinka4j.digitalio.Pull;
import blinka4j.frequencyio.FrequencyIn;
import blinka4j.samples.launcher.Sample;
import blinka4j.sim.SimBoard;
import java.time.Duration;

/**
 * Prints the frequency of a signal on D4.
 * Port of <a href="https://docs.circuitpython.org/en/latest/shared-bindings/frequencyio/">the example of frequencyio</a>.
 *
 * <p>Wiring: a signal of 0 V and 3.3 V to D4, such as that of a fan's tachometer with a pull-up of 10 kΩ to 3.3 V, or of a flow sensor;
 * its ground to ground.
 */
public final class FrequencyInSimpleTest extends Sample {
    /** Half a period of 200 Hz. */
    private static final Duration HALF = Duration.ofMillis(5).dividedBy(2);

    public FrequencyInSimpleTest() {
        super("frequency", "the frequency of a signal on D4", FrequencyInSimpleTest::main);
    }

    public static void main(String[] args) {
        try (FrequencyIn frequency = new FrequencyIn(Board.D4)) {
            frequency.capturePeriod(100);

            // Loop while printing the detected frequency
            while (true) {
                System.out.printf("%.1f%n", frequency.value());

                // The original calls clear() here. Without it, CircuitPython keeps the last value when the signal ends.
                sleep(0.5);
            }
        }
    }

    @Override
    public void attachTo(SimBoard board) {
        board.clock().after(HALF, () -> {
            board.pin("D4").resistor(board.pin("D4").level() ? Pull.DOWN : Pull.UP);
            attachTo(board);
        });
    }
}
