// SPDX-License-Identifier: MIT
package blinka4j.samples;

import static blinka4j.time.Time.sleep;

import blinka4j.board.Board;
import blinka4j.busio.I2C;
import blinka4j.drivers.sgp30.SGP30;
import blinka4j.samples.launcher.Sample;
import blinka4j.sim.SimBoard;
import blinka4j.sim.chips.SimSGP30;

/**
 * Prints the air quality from an SGP30, and its baseline every 11 s.
 * Port of <a href="https://github.com/adafruit/Adafruit_CircuitPython_SGP30/blob/main/examples/sgp30_simpletest.py">sgp30_simpletest.py</a>.
 *
 * <p>Wiring: SGP30, address 0x58: VIN to 3.3 V, GND to ground, SCL to SCL, SDA to SDA.
 */
public final class Sgp30SimpleTest extends Sample {
    final SimSGP30 sensor = new SimSGP30();

    public Sgp30SimpleTest() {
        super("sgp30", "air quality from an SGP30", Sgp30SimpleTest::main);
    }

    public static void main(String[] args) {
        I2C i2c = Board.i2c(); // uses Board.SCL and Board.SDA
        SGP30 sgp30 = new SGP30(i2c);

        int[] serial = sgp30.serial();
        System.out.printf("SGP30 serial # [0x%x, 0x%x, 0x%x]%n", serial[0], serial[1], serial[2]);

        sgp30.setIaqBaseline(0x8973, 0x8AAE);
        sgp30.setIaqRelativeHumidity(22.1, 44);

        int elapsed = 0;
        while (true) {
            SGP30.AirQuality air = sgp30.iaqMeasure();
            System.out.printf("eCO2 = %s ppm \t TVOC = %s ppb%n", air.eCO2(), air.tvoc());
            sleep(1);
            elapsed++;
            if (elapsed > 10) {
                elapsed = 0;
                SGP30.Baseline baseline = sgp30.getIaqBaseline();
                System.out.printf("**** Baseline values: eCO2 = 0x%x, TVOC = 0x%x%n", baseline.eCO2(), baseline.tvoc());
            }
        }
    }

    @Override
    public void attachTo(SimBoard board) {
        board.i2c().attach(SGP30.DEFAULT_ADDRESS, sensor);
        swing(board, sensor.quantity("co2"), 150);
        swing(board, sensor.quantity("tvoc"), 40);
    }
}
