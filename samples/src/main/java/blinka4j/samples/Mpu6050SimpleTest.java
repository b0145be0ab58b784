// SPDX-License-Identifier: MIT
package blinka4j.samples;

import static blinka4j.time.Time.sleep;

import blinka4j.board.Board;
import blinka4j.busio.I2C;
import blinka4j.drivers.mpu6050.MPU6050;
import blinka4j.samples.launcher.Sample;
import blinka4j.sim.SimBoard;
import blinka4j.sim.chips.SimMPU6050;

/**
 * Prints the acceleration, the rotation and the temperature from an MPU-6050, once per second.
 * Port of <a href="https://github.com/adafruit/Adafruit_CircuitPython_MPU6050/blob/main/examples/mpu6050_simpletest.py">mpu6050_simpletest.py</a>.
 *
 * <p>Wiring: MPU-6050, address 0x68: VIN to 3.3 V, GND to ground, SCL to SCL, SDA to SDA.
 */
public final class Mpu6050SimpleTest extends Sample {
    final SimMPU6050 sensor = new SimMPU6050();

    public Mpu6050SimpleTest() {
        super("mpu6050", "acceleration, rotation and temperature from an MPU-6050", Mpu6050SimpleTest::main);
    }

    public static void main(String[] args) {
        I2C i2c = Board.i2c(); // uses Board.SCL and Board.SDA
        MPU6050 mpu = new MPU6050(i2c);

        while (true) {
            MPU6050.Acceleration accel = mpu.acceleration();
            System.out.printf("Acceleration: X:%.2f, Y: %.2f, Z: %.2f m/s^2%n", accel.x(), accel.y(), accel.z());
            MPU6050.Gyro gyro = mpu.gyro();
            System.out.printf("Gyro X:%.2f, Y: %.2f, Z: %.2f rad/s%n", gyro.x(), gyro.y(), gyro.z());
            System.out.printf("Temperature: %.2f C%n", mpu.temperature());
            System.out.println();
            sleep(1);
        }
    }

    @Override
    public void attachTo(SimBoard board) {
        board.i2c().attach(MPU6050.DEFAULT_ADDRESS, sensor);
        swing(board, sensor.quantity("acceleration x"), 2);
        swing(board, sensor.quantity("rotation z"), 1.5);
        swing(board, sensor.quantity("temperature"), 0.5);
    }
}
