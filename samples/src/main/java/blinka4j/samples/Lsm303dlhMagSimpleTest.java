// SPDX-License-Identifier: MIT
package blinka4j.samples;

import static blinka4j.time.Time.sleep;

import blinka4j.board.Board;
import blinka4j.busio.I2C;
import blinka4j.drivers.lsm303dlhmag.LSM303DLH_Mag;
import blinka4j.drivers.lsm303dlhmag.LSM303DLH_Mag.Magnetic;
import blinka4j.samples.launcher.Sample;
import blinka4j.sim.SimBoard;
import blinka4j.sim.chips.SimLSM303DLHMag;

/**
 * Prints the magnetic field from an LSM303DLH, once per second.
 * Port of <a href="https://github.com/adafruit/Adafruit_CircuitPython_LSM303DLH_Mag/blob/main/examples/lsm303dlh_mag_simpletest.py">lsm303dlh_mag_simpletest.py</a>, which prints microteslas too but calls them gauss.
 *
 * <p>Wiring: LSM303DLH or LSM303DLHC, address 0x1e: VIN to 3.3 V, GND to ground, SCL to SCL, SDA to SDA.
 */
public final class Lsm303dlhMagSimpleTest extends Sample {
    final SimLSM303DLHMag sensor = new SimLSM303DLHMag().magnetic(19.4, -4.8, 43.1);

    public Lsm303dlhMagSimpleTest() {
        super("lsm303dlh-mag", "the magnetic field from an LSM303DLH", Lsm303dlhMagSimpleTest::main);
    }

    public static void main(String[] args) {
        I2C i2c = Board.i2c(); // uses Board.SCL and Board.SDA
        LSM303DLH_Mag sensor = new LSM303DLH_Mag(i2c);

        while (true) {
            Magnetic mag = sensor.magnetic();

            System.out.printf("Magnetometer (microteslas): (%10.3f, %10.3f, %10.3f)%n", mag.x(), mag.y(), mag.z());
            System.out.println();
            sleep(1);
        }
    }

    @Override
    public void attachTo(SimBoard board) {
        board.i2c().attach(0x1e, sensor);
    }
}
