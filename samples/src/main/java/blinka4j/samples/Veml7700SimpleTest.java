// SPDX-License-Identifier: MIT
package blinka4j.samples;

import static blinka4j.time.Time.sleep;

import blinka4j.board.Board;
import blinka4j.busio.I2C;
import blinka4j.drivers.veml7700.VEML7700;
import blinka4j.samples.launcher.Sample;
import blinka4j.sim.SimBoard;
import blinka4j.sim.chips.SimVEML7700;

/**
 * Prints the ambient light from a VEML7700.
 * Port of <a href="https://github.com/adafruit/Adafruit_CircuitPython_VEML7700/blob/main/examples/veml7700_simpletest.py">veml7700_simpletest.py</a>.
 *
 * <p>Wiring: VEML7700, address 0x10: VIN to 3.3 V, GND to ground, SCL to SCL, SDA to SDA.
 */
public final class Veml7700SimpleTest extends Sample {
    final SimVEML7700 sensor = new SimVEML7700().light(250);

    public Veml7700SimpleTest() {
        super("veml7700", "ambient light from a VEML7700", Veml7700SimpleTest::main);
    }

    public static void main(String[] args) {
        I2C i2c = Board.i2c(); // uses Board.SCL and Board.SDA
        VEML7700 veml7700 = new VEML7700(i2c);

        while (true) {
            System.out.println("Ambient light: " + veml7700.light());
            sleep(0.1);
        }
    }

    @Override
    public void attachTo(SimBoard board) {
        board.i2c().attach(VEML7700.DEFAULT_ADDRESS, sensor);
        swing(board, sensor.quantity("light"), 100);
    }
}
