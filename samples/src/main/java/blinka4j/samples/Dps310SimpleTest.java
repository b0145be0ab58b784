// SPDX-License-Identifier: MIT
package blinka4j.samples;

import static blinka4j.time.Time.sleep;

import blinka4j.board.Board;
import blinka4j.busio.I2C;
import blinka4j.drivers.dps310.DPS310;
import blinka4j.samples.launcher.Sample;
import blinka4j.sim.SimBoard;
import blinka4j.sim.chips.SimDPS310;

/**
 * Prints the temperature and pressure from a DPS310.
 * Port of <a href="https://github.com/adafruit/Adafruit_CircuitPython_DPS310/blob/main/examples/dps310_simpletest.py">dps310_simpletest.py</a>.
 *
 * <p>Wiring: DPS310, address 0x77: VIN to 3.3 V, GND to ground, SCK to SCL, SDI to SDA.
 */
public final class Dps310SimpleTest extends Sample {
    final SimDPS310 sensor = new SimDPS310();

    public Dps310SimpleTest() {
        super("dps310", "temperature and pressure from a DPS310", Dps310SimpleTest::main);
    }

    public static void main(String[] args) {
        I2C i2c = Board.i2c(); // uses Board.SCL and Board.SDA
        DPS310 dps310 = new DPS310(i2c);

        while (true) {
            System.out.printf("Temperature = %.2f *C%n", dps310.temperature());
            System.out.printf("Pressure = %.2f hPa%n", dps310.pressure());
            System.out.println();
            sleep(1);
        }
    }

    @Override
    public void attachTo(SimBoard board) {
        board.i2c().attach(DPS310.DEFAULT_ADDRESS, sensor);
        swing(board, sensor.quantity("temperature"), 0.5);
        swing(board, sensor.quantity("pressure"), -0.4);
    }
}
