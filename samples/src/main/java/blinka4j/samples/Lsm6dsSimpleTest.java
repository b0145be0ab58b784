// SPDX-License-Identifier: MIT
package blinka4j.samples;

import static blinka4j.time.Time.sleep;

import blinka4j.board.Board;
import blinka4j.busio.I2C;
import blinka4j.drivers.lsm6ds.LSM6DS;
import blinka4j.drivers.lsm6ds.LSM6DSOX;
import blinka4j.samples.launcher.Sample;
import blinka4j.sim.SimBoard;
import blinka4j.sim.chips.SimLSM6DS;

/**
 * Prints the acceleration and the rotation from an LSM6DSOX, twice a second.
 * Port of <a href="https://github.com/adafruit/Adafruit_CircuitPython_LSM6DS/blob/main/examples/lsm6ds_lsm6dsox_simpletest.py">lsm6ds_lsm6dsox_simpletest.py</a>.
 *
 * <p>Wiring: LSM6DSOX, address 0x6a: VIN to 3.3 V, GND to ground, SCL to SCL, SDA to SDA.
 */
public final class Lsm6dsSimpleTest extends Sample {
    final SimLSM6DS sensor = new SimLSM6DS(0x6C, false);

    public Lsm6dsSimpleTest() {
        super("lsm6ds", "acceleration and rotation from an LSM6DSOX", Lsm6dsSimpleTest::main);
    }

    public static void main(String[] args) {
        I2C i2c = Board.i2c(); // uses Board.SCL and Board.SDA
        LSM6DSOX sensor = new LSM6DSOX(i2c);

        while (true) {
            LSM6DS.Acceleration accel = sensor.acceleration();
            System.out.printf("Acceleration: X:%.2f, Y: %.2f, Z: %.2f m/s^2%n", accel.x(), accel.y(), accel.z());
            LSM6DS.Gyro gyro = sensor.gyro();
            System.out.printf("Gyro X:%.2f, Y: %.2f, Z: %.2f radians/s%n", gyro.x(), gyro.y(), gyro.z());
            System.out.println();
            sleep(0.5);
        }
    }

    @Override
    public void attachTo(SimBoard board) {
        board.i2c().attach(LSM6DS.DEFAULT_ADDRESS, sensor);
        swing(board, sensor.quantity("acceleration x"), 2);
        swing(board, sensor.quantity("rotation z"), 1.5);
    }
}
