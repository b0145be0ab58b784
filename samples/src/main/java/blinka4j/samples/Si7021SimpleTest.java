// SPDX-License-Identifier: MIT
package blinka4j.samples;

import static blinka4j.time.Time.sleep;

import blinka4j.board.Board;
import blinka4j.busio.I2C;
import blinka4j.drivers.si7021.SI7021;
import blinka4j.samples.launcher.Sample;
import blinka4j.sim.SimBoard;
import blinka4j.sim.chips.SimSI7021;

/**
 * Prints the temperature and humidity from an Si7021.
 * Port of <a href="https://github.com/adafruit/Adafruit_CircuitPython_SI7021/blob/main/examples/si7021_simpletest.py">si7021_simpletest.py</a>.
 *
 * <p>Wiring: Si7021, address 0x40: VIN to 3.3 V, GND to ground, SCL to SCL, SDA to SDA.
 */
public final class Si7021SimpleTest extends Sample {
    final SimSI7021 sensor = new SimSI7021().temperature(22.5).humidity(44.2);

    public Si7021SimpleTest() {
        super("si7021", "temperature and humidity from an Si7021", Si7021SimpleTest::main);
    }

    public static void main(String[] args) {
        I2C i2c = Board.i2c(); // uses Board.SCL and Board.SDA
        SI7021 sensor = new SI7021(i2c);

        while (true) {
            System.out.printf("%nTemperature: %.1f C%n", sensor.temperature());
            System.out.printf("Humidity: %.1f %%%n", sensor.relativeHumidity());
            sleep(2);
        }
    }

    @Override
    public void attachTo(SimBoard board) {
        board.i2c().attach(SI7021.DEFAULT_ADDRESS, sensor);
        swing(board, sensor.quantity("temperature"), 0.5);
        swing(board, sensor.quantity("humidity"), 1.5);
    }
}
