// SPDX-License-Identifier: MIT
package blinka4j.samples;

import static blinka4j.time.Time.sleep;

import blinka4j.board.Board;
import blinka4j.busio.I2C;
import blinka4j.drivers.bh1750.BH1750;
import blinka4j.samples.launcher.Sample;
import blinka4j.sim.SimBoard;
import blinka4j.sim.chips.SimBH1750;

/**
 * Prints the ambient light from a BH1750.
 * Port of <a href="https://github.com/adafruit/Adafruit_CircuitPython_BH1750/blob/main/examples/bh1750_simpletest.py">bh1750_simpletest.py</a>.
 *
 * <p>Wiring: BH1750, address 0x23: VIN to 3.3 V, GND to ground, SCL to SCL, SDA to SDA.
 */
public final class Bh1750SimpleTest extends Sample {
    final SimBH1750 chip = new SimBH1750().light(250);

    public Bh1750SimpleTest() {
        super("bh1750", "ambient light from a BH1750", Bh1750SimpleTest::main);
    }

    public static void main(String[] args) {
        I2C i2c = Board.i2c(); // uses Board.SCL and Board.SDA
        BH1750 sensor = new BH1750(i2c);

        while (true) {
            System.out.printf("%.2f Lux%n", sensor.lux());
            sleep(1);
        }
    }

    @Override
    public void attachTo(SimBoard board) {
        board.i2c().attach(BH1750.DEFAULT_ADDRESS, chip);
        swing(board, chip.quantity("light"), 100);
    }
}
