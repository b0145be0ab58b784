// SPDX-License-Identifier: MIT
package blinka4j.samples;

import static blinka4j.time.Time.sleep;

import blinka4j.board.Board;
import blinka4j.busio.I2C;
import blinka4j.drivers.max31865.MAX31865;
import blinka4j.samples.launcher.Sample;
import blinka4j.sim.SimBoard;
import blinka4j.sim.chips.SimMAX31865;

/**
 * Prints the temperature from a MAX31865.
 * Port of <a href="https://github.com/adafruit/Adafruit_CircuitPython_MAX31865/blob/main/examples/max31865_simpletest.py">max31865_simpletest.py</a>.
 *
 * <p>Wiring: MAX31865, address 0x00: VIN to 3.3 V, GND to ground, SCL to SCL, SDA to SDA.
 */
public final class Max31865SimpleTest extends Sample {
    final SimMAX31865 sensor = new SimMAX31865().temperature(22.5);

    public Max31865SimpleTest() {
        super("max31865", "temperature from a MAX31865", Max31865SimpleTest::main);
    }

    public static void main(String[] args) {
        I2C i2c = Board.i2c(); // uses Board.SCL and Board.SDA
        MAX31865 sensor = new MAX31865(i2c);

        while (true) {
            System.out.printf("Temperature: %.1f C%n", sensor.temperature());
            sleep(2);
        }
    }

    @Override
    public void attachTo(SimBoard board) {
        board.i2c().attach(MAX31865.DEFAULT_ADDRESS, sensor);
        swing(board, sensor.quantity("temperature"), 0.5);
    }
}
