// SPDX-License-Identifier: MIT
package blinka4j.samples;

import static blinka4j.time.Time.sleep;

import blinka4j.board.Board;
import blinka4j.busio.I2C;
import blinka4j.drivers.ads1x15.ADS1x15;
import blinka4j.samples.launcher.Sample;
import blinka4j.sim.SimBoard;
import blinka4j.sim.chips.SimADS1x15;

/**
 * Prints the temperature from a ADS1x15.
 * Port of <a href="https://github.com/adafruit/Adafruit_CircuitPython_ADS1x15/blob/main/examples/ads1x15_simpletest.py">ads1x15_simpletest.py</a>.
 *
 * <p>Wiring: ADS1x15, address 0x00: VIN to 3.3 V, GND to ground, SCL to SCL, SDA to SDA.
 */
public final class Ads1x15SimpleTest extends Sample {
    final SimADS1x15 sensor = new SimADS1x15().temperature(22.5);

    public Ads1x15SimpleTest() {
        super("ads1x15", "temperature from a ADS1x15", Ads1x15SimpleTest::main);
    }

    public static void main(String[] args) {
        I2C i2c = Board.i2c(); // uses Board.SCL and Board.SDA
        ADS1x15 sensor = new ADS1x15(i2c);

        while (true) {
            System.out.printf("Temperature: %.1f C%n", sensor.temperature());
            sleep(2);
        }
    }

    @Override
    public void attachTo(SimBoard board) {
        board.i2c().attach(ADS1x15.DEFAULT_ADDRESS, sensor);
        swing(board, sensor.quantity("temperature"), 0.5);
    }
}
