// SPDX-License-Identifier: MIT
package blinka4j.samples;

import static blinka4j.time.Time.sleep;

import blinka4j.board.Board;
import blinka4j.busio.I2C;
import blinka4j.drivers.ds3231.DS3231;
import blinka4j.samples.launcher.Sample;
import blinka4j.sim.SimBoard;
import blinka4j.sim.chips.SimDS3231;

/**
 * Prints the temperature from a DS3231.
 * Port of <a href="https://github.com/adafruit/Adafruit_CircuitPython_DS3231/blob/main/examples/ds3231_simpletest.py">ds3231_simpletest.py</a>.
 *
 * <p>Wiring: DS3231, address 0x00: VIN to 3.3 V, GND to ground, SCL to SCL, SDA to SDA.
 */
public final class Ds3231SimpleTest extends Sample {
    final SimDS3231 sensor = new SimDS3231().temperature(22.5);

    public Ds3231SimpleTest() {
        super("ds3231", "temperature from a DS3231", Ds3231SimpleTest::main);
    }

    public static void main(String[] args) {
        I2C i2c = Board.i2c(); // uses Board.SCL and Board.SDA
        DS3231 sensor = new DS3231(i2c);

        while (true) {
            System.out.printf("Temperature: %.1f C%n", sensor.temperature());
            sleep(2);
        }
    }

    @Override
    public void attachTo(SimBoard board) {
        board.i2c().attach(DS3231.DEFAULT_ADDRESS, sensor);
        swing(board, sensor.quantity("temperature"), 0.5);
    }
}
