// SPDX-License-Identifier: MIT
package blinka4j.samples;

import static blinka4j.time.Time.sleep;

import blinka4j.board.Board;
import blinka4j.busio.I2C;
import blinka4j.drivers.lis3dh.LIS3DH;
import blinka4j.drivers.lis3dh.LIS3DH.Acceleration;
import blinka4j.samples.launcher.Sample;
import blinka4j.sim.SimBoard;
import blinka4j.sim.chips.SimLIS3DH;

/**
 * Prints the acceleration from an LIS3DH in g, ten times a second.
 * Port of <a href="https://github.com/adafruit/Adafruit_CircuitPython_LIS3DH/blob/main/examples/lis3dh_simpletest.py">lis3dh_simpletest.py</a>.
 *
 * <p>Wiring: LIS3DH, address 0x18: VIN to 3.3 V, GND to ground, SCL to SCL, SDA to SDA.
 */
public final class Lis3dhSimpleTest extends Sample {
    final SimLIS3DH sensor = new SimLIS3DH().acceleration(0.3, -0.5, 9.8);

    public Lis3dhSimpleTest() {
        super("lis3dh", "acceleration from an LIS3DH", Lis3dhSimpleTest::main);
    }

    public static void main(String[] args) {
        I2C i2c = Board.i2c(); // uses Board.SCL and Board.SDA
        LIS3DH lis3dh = new LIS3DH(i2c);

        // RANGE_2_G, RANGE_4_G, RANGE_8_G or RANGE_16_G
        lis3dh.range(LIS3DH.Range.RANGE_2_G);

        while (true) {
            // In m/s². Divided by the standard gravity it is in g.
            Acceleration now = lis3dh.acceleration();
            double g = LIS3DH.STANDARD_GRAVITY;
            System.out.printf("x = %.3f G, y = %.3f G, z = %.3f G%n", now.x() / g, now.y() / g, now.z() / g);
            sleep(0.1);
        }
    }

    @Override
    public void attachTo(SimBoard board) {
        board.i2c().attach(LIS3DH.DEFAULT_ADDRESS, sensor);
        swing(board, sensor.quantity("acceleration x"), 2);
        swing(board, sensor.quantity("acceleration y"), -3);
    }
}
