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
 * Prints the temperature from a CAP1188.
 * Port of <a href="https://github.com/adafruit/Adafruit_CircuitPython_CAP1188/blob/main/examples/cap1188_simpletest.py">cap1188_simpletest.py</a>.
 *
 * <p>Wiring: CAP1188, address 0x00: VIN to 3.3 V, GND to ground, SCL to SCL, SDA to SDA.
 */
public final class Cap1188SimpleTest extends Sample {
    final SimCAP1188 sensor = new SimCAP1188().temperature(22.5);

    public Cap1188SimpleTest() {
        super("cap1188", "temperature from a CAP1188", Cap1188SimpleTest::main);
    }

    public static void main(String[] args) {
        I2C i2c = Board.i2c(); // uses Board.SCL and Board.SDA
        CAP1188 sensor = new CAP1188(i2c);

        while (true) {
            System.out.printf("Temperature: %.1f C%n", sensor.temperature());
            sleep(2);
        }
    }

    @Override
    public void attachTo(SimBoard board) {
        board.i2c().attach(CAP1188.DEFAULT_ADDRESS, sensor);
        swing(board, sensor.quantity("temperature"), 0.5);
    }
}
