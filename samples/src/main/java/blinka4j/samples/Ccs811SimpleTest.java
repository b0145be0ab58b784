// SPDX-License-Identifier: MIT
package blinka4j.samples;

import static blinka4j.time.Time.sleep;

import blinka4j.board.Board;
import blinka4j.busio.I2C;
import blinka4j.drivers.ccs811.CCS811;
import blinka4j.samples.launcher.Sample;
import blinka4j.sim.SimBoard;
import blinka4j.sim.chips.SimCCS811;

/**
 * Prints the air quality from a CCS811.
 * Port of <a href="https://github.com/adafruit/Adafruit_CircuitPython_CCS811/blob/main/examples/ccs811_simpletest.py">ccs811_simpletest.py</a>.
 *
 * <p>Wiring: CCS811, address 0x5A: VIN to 3.3 V, GND and WAKE to ground, SCL to SCL, SDA to SDA.
 */
public final class Ccs811SimpleTest extends Sample {
    final SimCCS811 sensor = new SimCCS811();

    public Ccs811SimpleTest() {
        super("ccs811", "air quality from a CCS811", Ccs811SimpleTest::main);
    }

    public static void main(String[] args) {
        I2C i2c = Board.i2c(); // uses Board.SCL and Board.SDA
        CCS811 ccs811 = new CCS811(i2c);

        // Wait for the sensor to be ready
        while (!ccs811.dataReady()) {
            sleep(0.1);
        }

        while (true) {
            System.out.printf("CO2: %.0f PPM, TVOC: %.0f PPB%n", ccs811.eco2(), ccs811.tvoc());
            sleep(0.5);
        }
    }

    @Override
    public void attachTo(SimBoard board) {
        board.i2c().attach(CCS811.DEFAULT_ADDRESS, sensor);
        swing(board, sensor.quantity("co2"), 150);
        swing(board, sensor.quantity("tvoc"), 40);
    }
}
