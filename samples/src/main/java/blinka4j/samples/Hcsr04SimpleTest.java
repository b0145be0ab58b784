// SPDX-License-Identifier: MIT
package blinka4j.samples;

import static blinka4j.time.Time.sleep;

import blinka4j.BusException;
import blinka4j.board.Board;
import blinka4j.drivers.hcsr04.HCSR04;
import blinka4j.samples.launcher.Sample;
import blinka4j.sim.SimBoard;
import blinka4j.sim.chips.SimHCSR04;

/**
 * Prints the distance from an HC-SR04.
 * Port of <a href="https://github.com/adafruit/Adafruit_CircuitPython_HCSR04/blob/main/examples/hcsr04_simpletest.py">hcsr04_simpletest.py</a>.
 *
 * <p>Wiring: HC-SR04: VCC to 5 V, Trig to D5, GND to ground; Echo through 1 kilohm to D6, and 2 kilohms from D6 to ground, because it is a
 * signal of 5 V.
 */
public final class Hcsr04SimpleTest extends Sample {
    final SimHCSR04 sensor = new SimHCSR04().distance(51);

    public Hcsr04SimpleTest() {
        super("hcsr04", "distance from an HC-SR04", Hcsr04SimpleTest::main);
    }

    public static void main(String[] args) {
        try (HCSR04 sonar = new HCSR04(Board.D5, Board.D6)) {
            while (true) {
                try {
                    System.out.println(sonar.distance());
                } catch (BusException e) {
                    if (e.kind() == BusException.Kind.INTERRUPTED) {
                        throw e; // the original has no interrupts
                    }
                    System.out.println("Retrying!");
                }
                sleep(0.1);
            }
        }
    }

    @Override
    public void attachTo(SimBoard board) {
        sensor.attachTo(board, "D5", "D6");
        swing(board, sensor.quantity("distance"), 30);
    }
}
