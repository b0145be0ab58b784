// SPDX-License-Identifier: MIT
package blinka4j.samples;

import static blinka4j.time.Time.sleep;

import blinka4j.board.Board;
import blinka4j.busio.I2C;
import blinka4j.drivers.mpr121.MPR121;
import blinka4j.samples.launcher.Sample;
import blinka4j.sim.SimBoard;
import blinka4j.sim.chips.SimMPR121;

/**
 * Prints which of the 12 pads of an MPR121 are touched.
 * Port of <a href="https://github.com/adafruit/Adafruit_CircuitPython_MPR121/blob/main/examples/mpr121_simpletest.py">mpr121_simpletest.py</a>.
 *
 * <p>Wiring: MPR121, address 0x5a: VIN to 3.3 V, GND to ground, SCL to SCL, SDA to SDA.
 */
public final class Mpr121SimpleTest extends Sample {
    final SimMPR121 sensor = new SimMPR121();

    public Mpr121SimpleTest() {
        super("mpr121", "touched pads of an MPR121", Mpr121SimpleTest::main);
    }

    public static void main(String[] args) {
        I2C i2c = Board.i2c(); // uses Board.SCL and Board.SDA

        // Another address: new MPR121(i2c, 0x5B).
        MPR121 mpr121 = new MPR121(i2c);

        while (true) {
            for (int i = 0; i < 12; i++) {
                if (mpr121.get(i).value()) {
                    System.out.println("Input " + i + " touched!");
                }
            }
            sleep(1);
        }
    }

    @Override
    public void attachTo(SimBoard board) {
        board.i2c().attach(MPR121.DEFAULT_ADDRESS, sensor);
        swing(board, sensor.quantity("touch 11"), 80);
        swing(board, sensor.quantity("touch 0"), -80);
    }
}
