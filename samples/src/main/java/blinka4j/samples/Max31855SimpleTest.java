// SPDX-License-Identifier: MIT
package blinka4j.samples;

import static blinka4j.time.Time.sleep;

import blinka4j.board.Board;
import blinka4j.busio.I2C;
import blinka4j.drivers.max31855.MAX31855;
import blinka4j.samples.launcher.Sample;
import blinka4j.sim.SimBoard;
import blinka4j.sim.chips.SimMAX31855;

/**
 * Prints the temperature from a MAX31855.
 * Port of <a href="https://github.com/adafruit/Adafruit_CircuitPython_MAX31855/blob/main/examples/max31855_simpletest.py">max31855_simpletest.py</a>.
 *
 * <p>Wiring: MAX31855, address 0x00: VIN to 3.3 V, GND to ground, SCL to SCL, SDA to SDA.
 */
public final class Max31855SimpleTest extends Sample {
    final SimMAX31855 sensor = new SimMAX31855().temperature(22.5);

    public Max31855SimpleTest() {
        super("max31855", "temperature from a MAX31855", Max31855SimpleTest::main);
    }

    public static void main(String[] args) {
        I2C i2c = Board.i2c(); // uses Board.SCL and Board.SDA
        MAX31855 sensor = new MAX31855(i2c);

        while (true) {
            System.out.printf("Temperature: %.1f C%n", sensor.temperature());
            sleep(2);
        }
    }

    @Override
    public void attachTo(SimBoard board) {
        board.i2c().attach(MAX31855.DEFAULT_ADDRESS, sensor);
        swing(board, sensor.quantity("temperature"), 0.5);
    }
}
