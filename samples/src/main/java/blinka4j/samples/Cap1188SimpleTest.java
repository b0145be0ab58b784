// SPDX-License-Identifier: MIT
package blinka4j.samples;

import static blinka4j.time.Time.sleep;

import blinka4j.board.Board;
import blinka4j.busio.I2C;
import blinka4j.drivers.cap1188.CAP1188;
import blinka4j.samples.launcher.Sample;
import blinka4j.sim.SimBoard;
import blinka4j.sim.chips.SimCAP1188;

/**
 * Prints which of the 8 pads of a CAP1188 are touched.
 * Port of <a href="https://github.com/adafruit/Adafruit_CircuitPython_CAP1188/blob/main/examples/cap1188_simpletest.py">cap1188_simpletest.py</a>.
 *
 * <p>Wiring: CAP1188, address 0x29: VIN to 3.3 V, GND to ground, SCK to SCL, SDA to SDA.
 */
public final class Cap1188SimpleTest extends Sample {
    final SimCAP1188 sensor = new SimCAP1188();

    public Cap1188SimpleTest() {
        super("cap1188", "touched pads of a CAP1188", Cap1188SimpleTest::main);
    }

    public static void main(String[] args) {
        I2C i2c = Board.i2c(); // uses Board.SCL and Board.SDA
        CAP1188 cap = new CAP1188(i2c);

        // Over SPI: new CAP1188(Board.spi(), new DigitalInOut(Board.D5)).

        while (true) {
            for (int i = 1; i <= 8; i++) {
                if (cap.get(i).value()) {
                    System.out.println("Pin " + i + " touched!");
                }
            }
            sleep(1); // The original prints as fast as it can.
        }
    }

    @Override
    public void attachTo(SimBoard board) {
        board.i2c().attach(CAP1188.DEFAULT_ADDRESS, sensor);
        swing(board, sensor.quantity("pad 8"), 1);
        swing(board, sensor.quantity("pad 1"), -1);
    }
}
