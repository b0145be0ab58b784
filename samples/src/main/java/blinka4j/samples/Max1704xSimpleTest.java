// SPDX-License-Identifier: MIT
package blinka4j.samples;

import static blinka4j.time.Time.sleep;

import blinka4j.board.Board;
import blinka4j.busio.I2C;
import blinka4j.drivers.max1704x.MAX17048;
import blinka4j.samples.launcher.Sample;
import blinka4j.sim.SimBoard;
import blinka4j.sim.chips.SimMAX17048;

/**
 * Prints the voltage and the charge of a battery from a MAX17048, once per second.
 * Port of <a href="https://github.com/adafruit/Adafruit_CircuitPython_MAX1704x/blob/main/examples/max1704x_simpletest.py">max1704x_simpletest.py</a>.
 *
 * <p>Wiring: MAX17048, address 0x36: the battery to its battery connector, GND to ground, SCL to SCL, SDA to SDA.
 */
public final class Max1704xSimpleTest extends Sample {
    final SimMAX17048 gauge = new SimMAX17048();

    public Max1704xSimpleTest() {
        super("max1704x", "voltage and charge of a battery from a MAX17048", Max1704xSimpleTest::main);
    }

    public static void main(String[] args) {
        I2C i2c = Board.i2c(); // uses Board.SCL and Board.SDA
        MAX17048 max17 = new MAX17048(i2c);

        System.out.printf("Found MAX1704x with chip version 0x%x and id 0x%x%n", max17.chipVersion(), max17.chipId());

        // Only for a battery without load: max17.quickStart(true) begins the estimate of the charge anew.

        while (true) {
            System.out.printf("Battery voltage: %.2f Volts%n", max17.cellVoltage());
            System.out.printf("Battery state  : %.1f %%%n", max17.cellPercent());
            System.out.println();
            sleep(1);
        }
    }

    @Override
    public void attachTo(SimBoard board) {
        board.i2c().attach(MAX17048.DEFAULT_ADDRESS, gauge);
        swing(board, gauge.quantity("voltage"), 0.3);
        swing(board, gauge.quantity("charge"), 20);
    }
}
