// SPDX-License-Identifier: MIT
package blinka4j.samples;

import static blinka4j.time.Time.sleep;

import blinka4j.board.Board;
import blinka4j.busio.I2C;
import blinka4j.drivers.apds9960.APDS9960;
import blinka4j.samples.launcher.Sample;
import blinka4j.sim.SimBoard;
import blinka4j.sim.chips.SimAPDS9960;

/**
 * Prints how near something is to an APDS-9960, from 0 to 255.
 * Port of <a href="https://github.com/adafruit/Adafruit_CircuitPython_APDS9960/blob/main/examples/apds9960_simpletest.py">apds9960_simpletest.py</a>.
 *
 * <p>Wiring: APDS-9960, address 0x39: VIN to 3.3 V, GND to ground, SCL to SCL, SDA to SDA.
 */
public final class Apds9960SimpleTest extends Sample {
    final SimAPDS9960 chip = new SimAPDS9960();

    public Apds9960SimpleTest() {
        super("apds9960", "proximity from an APDS-9960", Apds9960SimpleTest::main);
    }

    public static void main(String[] args) {
        I2C i2c = Board.i2c(); // uses Board.SCL and Board.SDA
        APDS9960 apds = new APDS9960(i2c);

        apds.enableProximity(true);

        while (true) {
            System.out.println(apds.proximity());
            sleep(0.2);
        }
    }

    @Override
    public void attachTo(SimBoard board) {
        board.i2c().attach(APDS9960.ADDRESS, chip);
        swing(board, chip.quantity("proximity"), 15);
    }
}
