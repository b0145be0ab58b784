// SPDX-License-Identifier: MIT
package blinka4j.samples;

import static blinka4j.time.Time.sleep;

import blinka4j.board.Board;
import blinka4j.busio.I2C;
import blinka4j.drivers.ahtx0.AHTx0;
import blinka4j.samples.launcher.Sample;
import blinka4j.sim.SimBoard;
import blinka4j.sim.chips.SimAHTx0;

/**
 * Prints the temperature and humidity from an AHT10 or AHT20.
 * Port of <a href="https://github.com/adafruit/Adafruit_CircuitPython_AHTx0/blob/main/examples/ahtx0_simpletest.py">ahtx0_simpletest.py</a>.
 *
 * <p>Wiring: AHT10 or AHT20, address 0x38: VIN to 3.3 V, GND to ground, SCL to SCL, SDA to SDA.
 */
public final class Ahtx0SimpleTest extends Sample {
    final SimAHTx0 sensor = new SimAHTx0().temperature(22.5).humidity(44.2);

    public Ahtx0SimpleTest() {
        super("ahtx0", "temperature and humidity from an AHT10 or AHT20", Ahtx0SimpleTest::main);
    }

    public static void main(String[] args) {
        I2C i2c = Board.i2c(); // uses Board.SCL and Board.SDA
        AHTx0 sensor = new AHTx0(i2c);

        while (true) {
            System.out.printf("%nTemperature: %.1f C%n", sensor.temperature());
            System.out.printf("Humidity: %.1f %%%n", sensor.relativeHumidity());
            sleep(2);
        }
    }

    @Override
    public void attachTo(SimBoard board) {
        board.i2c().attach(AHTx0.DEFAULT_ADDRESS, sensor);
        swing(board, sensor.quantity("temperature"), 0.5);
        swing(board, sensor.quantity("humidity"), 1.5);
    }
}
