// SPDX-License-Identifier: MIT
package blinka4j.samples;

import static blinka4j.time.Time.sleep;

import blinka4j.board.Board;
import blinka4j.busio.I2C;
import blinka4j.drivers.adxl34x.ADXL343;
import blinka4j.drivers.adxl34x.ADXL345;
import blinka4j.samples.launcher.Sample;
import blinka4j.sim.SimBoard;
import blinka4j.sim.chips.SimADXL345;

/**
 * Prints the acceleration from an ADXL343, five times a second.
 * Port of <a href="https://github.com/adafruit/Adafruit_CircuitPython_ADXL34x/blob/main/examples/adxl34x_simpletest.py">adxl34x_simpletest.py</a>.
 *
 * <p>Wiring: ADXL343, address 0x53: VIN to 3.3 V, GND to ground, SCL to SCL, SDA to SDA.
 */
public final class Adxl34xSimpleTest extends Sample {
    final SimADXL345 sensor = new SimADXL345();

    public Adxl34xSimpleTest() {
        super("adxl34x", "acceleration from an ADXL343 or ADXL345", Adxl34xSimpleTest::main);
    }

    public static void main(String[] args) {
        I2C i2c = Board.i2c(); // uses Board.SCL and Board.SDA

        // For an ADXL345 it is new ADXL345(i2c).
        ADXL343 accelerometer = new ADXL343(i2c);

        while (true) {
            ADXL345.Acceleration now = accelerometer.acceleration();
            System.out.printf("%f %f %f%n", now.x(), now.y(), now.z());
            sleep(0.2);
        }
    }

    @Override
    public void attachTo(SimBoard board) {
        board.i2c().attach(ADXL345.DEFAULT_ADDRESS, sensor);
        swing(board, sensor.quantity("acceleration x"), 2);
        swing(board, sensor.quantity("acceleration y"), -3);
    }
}
