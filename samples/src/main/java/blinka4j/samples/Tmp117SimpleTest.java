// SPDX-License-Identifier: MIT
package blinka4j.samples;

import static blinka4j.time.Time.sleep;

import blinka4j.board.Board;
import blinka4j.busio.I2C;
import blinka4j.drivers.tmp117.TMP117;
import blinka4j.samples.launcher.Sample;
import blinka4j.sim.SimBoard;
import blinka4j.sim.chips.SimTMP117;

/**
 * Prints the temperature from a TMP117.
 * Port of <a href="https://github.com/adafruit/Adafruit_CircuitPython_TMP117/blob/main/examples/tmp117_simpletest.py">tmp117_simpletest.py</a>.
 *
 * <p>Wiring: TMP117, address 0x48: VIN to 3.3 V, GND to ground, SCL to SCL, SDA to SDA.
 */
public final class Tmp117SimpleTest extends Sample {
    final SimTMP117 sensor = new SimTMP117().temperature(22.5);

    public Tmp117SimpleTest() {
        super("tmp117", "temperature from a TMP117", Tmp117SimpleTest::main);
    }

    public static void main(String[] args) {
        I2C i2c = Board.i2c(); // uses Board.SCL and Board.SDA
        TMP117 tmp117 = new TMP117(i2c);

        while (true) {
            System.out.printf("Temperature: %.2f degrees C%n", tmp117.temperature());
            sleep(1);
        }
    }

    @Override
    public void attachTo(SimBoard board) {
        board.i2c().attach(TMP117.DEFAULT_ADDRESS, sensor);
        swing(board, sensor.quantity("temperature"), 0.5);
    }
}
