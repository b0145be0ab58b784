// SPDX-License-Identifier: MIT
package blinka4j.samples;

import static blinka4j.time.Time.sleep;

import blinka4j.board.Board;
import blinka4j.busio.I2C;
import blinka4j.drivers.tsl2591.TSL2591;
import blinka4j.samples.launcher.Sample;
import blinka4j.sim.SimBoard;
import blinka4j.sim.chips.SimTSL2591;

/**
 * Prints the temperature from a TSL2591.
 * Port of <a href="https://github.com/adafruit/Adafruit_CircuitPython_TSL2591/blob/main/examples/tsl2591_simpletest.py">tsl2591_simpletest.py</a>.
 *
 * <p>Wiring: TSL2591, address 0x00: VIN to 3.3 V, GND to ground, SCL to SCL, SDA to SDA.
 */
public final class Tsl2591SimpleTest extends Sample {
    final SimTSL2591 sensor = new SimTSL2591().temperature(22.5);

    public Tsl2591SimpleTest() {
        super("tsl2591", "temperature from a TSL2591", Tsl2591SimpleTest::main);
    }

    public static void main(String[] args) {
        I2C i2c = Board.i2c(); // uses Board.SCL and Board.SDA
        TSL2591 sensor = new TSL2591(i2c);

        while (true) {
            System.out.printf("Temperature: %.1f C%n", sensor.temperature());
            sleep(2);
        }
    }

    @Override
    public void attachTo(SimBoard board) {
        board.i2c().attach(TSL2591.DEFAULT_ADDRESS, sensor);
        swing(board, sensor.quantity("temperature"), 0.5);
    }
}
