// SPDX-License-Identifier: MIT
package blinka4j.samples;

import static blinka4j.time.Time.sleep;

import blinka4j.board.Board;
import blinka4j.busio.I2C;
import blinka4j.drivers.shtc3.SHTC3;
import blinka4j.samples.launcher.Sample;
import blinka4j.sim.SimBoard;
import blinka4j.sim.chips.SimSHTC3;

/**
 * Prints the temperature and humidity from an SHTC3.
 * Port of <a href="https://github.com/adafruit/Adafruit_CircuitPython_SHTC3/blob/main/examples/shtc3_simpletest.py">shtc3_simpletest.py</a>.
 *
 * <p>Wiring: SHTC3, address 0x70: VIN to 3.3 V, GND to ground, SCL to SCL, SDA to SDA.
 */
public final class Shtc3SimpleTest extends Sample {
    final SimSHTC3 sensor = new SimSHTC3().temperature(22.5).humidity(44.2);

    public Shtc3SimpleTest() {
        super("shtc3", "temperature and humidity from an SHTC3", Shtc3SimpleTest::main);
    }

    public static void main(String[] args) {
        I2C i2c = Board.i2c(); // uses Board.SCL and Board.SDA
        SHTC3 sht = new SHTC3(i2c);

        while (true) {
            SHTC3.Measurements measured = sht.measurements();
            System.out.printf("Temperature: %.1f C%n", measured.temperature());
            System.out.printf("Humidity: %.1f %%%n", measured.relativeHumidity());
            System.out.println();
            sleep(1);
        }
    }

    @Override
    public void attachTo(SimBoard board) {
        board.i2c().attach(SHTC3.DEFAULT_ADDRESS, sensor);
        swing(board, sensor.quantity("temperature"), 0.5);
        swing(board, sensor.quantity("humidity"), 1.5);
    }
}
