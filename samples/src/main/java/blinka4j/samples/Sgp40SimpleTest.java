// SPDX-License-Identifier: MIT
package blinka4j.samples;

import static blinka4j.time.Time.sleep;

import blinka4j.board.Board;
import blinka4j.busio.I2C;
import blinka4j.drivers.sgp40.SGP40;
import blinka4j.samples.launcher.Sample;
import blinka4j.sim.SimBoard;
import blinka4j.sim.chips.SimSGP40;

/**
 * Prints the signal of an SGP40.
 * Port of <a href="https://github.com/adafruit/Adafruit_CircuitPython_SGP40/blob/main/examples/sgp40_simpletest.py">sgp40_simpletest.py</a>.
 *
 * <p>Wiring: SGP40, address 0x59: VIN to 3.3 V, GND to ground, SCL to SCL, SDA to SDA.
 */
public final class Sgp40SimpleTest extends Sample {
    final SimSGP40 sensor = new SimSGP40();

    public Sgp40SimpleTest() {
        super("sgp40", "the signal of organic gases from an SGP40", Sgp40SimpleTest::main);
    }

    public static void main(String[] args) {
        I2C i2c = Board.i2c(); // uses Board.SCL and Board.SDA
        SGP40 sgp = new SGP40(i2c);

        while (true) {
            System.out.println("Raw Gas: " + sgp.raw());
            // With a sensor of temperature and humidity: sgp.measureRaw(temperature, humidity),
            // or once per second sgp.measureIndex(temperature, humidity)
            System.out.println();
            sleep(1);
        }
    }

    @Override
    public void attachTo(SimBoard board) {
        board.i2c().attach(SGP40.DEFAULT_ADDRESS, sensor);
        swing(board, sensor.quantity("raw"), 1500);
    }
}
