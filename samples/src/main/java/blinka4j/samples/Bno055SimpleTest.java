// SPDX-License-Identifier: MIT
package blinka4j.samples;

import static blinka4j.time.Time.sleep;

import blinka4j.board.Board;
import blinka4j.busio.I2C;
import blinka4j.drivers.bno055.BNO055;
import blinka4j.samples.launcher.Sample;
import blinka4j.sim.SimBoard;
import blinka4j.sim.chips.SimBNO055;

/**
 * Prints all values of a BNO055, once per second.
 * Port of <a href="https://github.com/adafruit/Adafruit_CircuitPython_BNO055/blob/main/examples/bno055_simpletest.py">bno055_simpletest.py</a>.
 *
 * <p>Wiring: BNO055, address 0x28: VIN to 3.3 V, GND to ground, SCL to SCL, SDA to SDA.
 */
public final class Bno055SimpleTest extends Sample {
    final SimBNO055 sensor = new SimBNO055();

    public Bno055SimpleTest() {
        super("bno055", "orientation, acceleration, rotation and magnetic field from a BNO055", Bno055SimpleTest::main);
    }

    public static void main(String[] args) {
        I2C i2c = Board.i2c(); // uses Board.SCL and Board.SDA
        BNO055 sensor = new BNO055(i2c);

        while (true) {
            System.out.println("Temperature: " + sensor.temperature() + " degrees C");
            System.out.println("Accelerometer (m/s^2): " + sensor.acceleration());
            System.out.println("Magnetometer (microteslas): " + sensor.magnetic());
            System.out.println("Gyroscope (rad/sec): " + sensor.gyro());
            System.out.println("Euler angle: " + sensor.euler());
            System.out.println("Quaternion: " + sensor.quaternion());
            System.out.println("Linear acceleration (m/s^2): " + sensor.linearAcceleration());
            System.out.println("Gravity (m/s^2): " + sensor.gravity());
            System.out.println();
            sleep(1);
        }
    }

    @Override
    public void attachTo(SimBoard board) {
        board.i2c().attach(BNO055.DEFAULT_ADDRESS, sensor);
        swing(board, sensor.quantity("heading"), 30);
        swing(board, sensor.quantity("acceleration x"), 2);
        swing(board, sensor.quantity("rotation z"), 1.5);
    }
}
