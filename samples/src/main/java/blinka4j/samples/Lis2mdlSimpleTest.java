// SPDX-License-Identifier: MIT
package blinka4j.samples;

import static blinka4j.time.Time.sleep;

import blinka4j.board.Board;
import blinka4j.busio.I2C;
import blinka4j.drivers.lis2mdl.LIS2MDL;
import blinka4j.drivers.lis2mdl.LIS2MDL.Magnetic;
import blinka4j.samples.launcher.Sample;
import blinka4j.sim.SimBoard;
import blinka4j.sim.chips.SimLIS2MDL;

/**
 * Prints the magnetic field from an LIS2MDL, once per second.
 * Port of <a href="https://github.com/adafruit/Adafruit_CircuitPython_LIS2MDL/blob/main/examples/lis2mdl_simpletest.py">lis2mdl_simpletest.py</a>.
 *
 * <p>Wiring: LIS2MDL, address 0x1e: VIN to 3.3 V, GND to ground, SCL to SCL, SDA to SDA.
 */
public final class Lis2mdlSimpleTest extends Sample {
    final SimLIS2MDL sensor = new SimLIS2MDL();

    public Lis2mdlSimpleTest() {
        super("lis2mdl", "the magnetic field from an LIS2MDL", Lis2mdlSimpleTest::main);
    }

    public static void main(String[] args) {
        I2C i2c = Board.i2c(); // uses Board.SCL and Board.SDA
        LIS2MDL sensor = new LIS2MDL(i2c);

        while (true) {
            Magnetic mag = sensor.magnetic();
            System.out.printf("X:%10.2f, Y:%10.2f, Z:%10.2f uT%n", mag.x(), mag.y(), mag.z());
            System.out.println();
            sleep(1);
        }
    }

    @Override
    public void attachTo(SimBoard board) {
        board.i2c().attach(LIS2MDL.ADDRESS, sensor);
        swing(board, sensor.quantity("magnetic x"), 20);
        swing(board, sensor.quantity("magnetic y"), -20);
    }
}
