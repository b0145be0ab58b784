// SPDX-License-Identifier: MIT
package blinka4j.samples;

import static blinka4j.time.Time.sleep;

import blinka4j.board.Board;
import blinka4j.busio.I2C;
import blinka4j.drivers.l3gd20.L3GD20;
import blinka4j.samples.launcher.Sample;
import blinka4j.sim.SimBoard;
import blinka4j.sim.chips.SimL3GD20;

/**
 * Prints the rotation from an L3GD20, once per second.
 * Port of <a href="https://github.com/adafruit/Adafruit_CircuitPython_L3GD20/blob/main/examples/l3gd20_simpletest.py">l3gd20_simpletest.py</a>.
 *
 * <p>Wiring: L3GD20, address 0x6b: VIN to 3.3 V, GND to ground, SCL to SCL, SDA to SDA.
 */
public final class L3gd20SimpleTest extends Sample {
    final SimL3GD20 sensor = new SimL3GD20();

    public L3gd20SimpleTest() {
        super("l3gd20", "rotation from an L3GD20", L3gd20SimpleTest::main);
    }

    public static void main(String[] args) {
        I2C i2c = Board.i2c(); // uses Board.SCL and Board.SDA

        // ±250 °/s. Other ranges: new L3GD20(i2c, L3GD20.Range.L3DS20_RANGE_500DPS).
        L3GD20 sensor = new L3GD20(i2c);

        while (true) {
            System.out.println("Angular Velocity (rad/s): " + sensor.gyro());
            System.out.println();
            sleep(1);
        }
    }

    @Override
    public void attachTo(SimBoard board) {
        board.i2c().attach(L3GD20.DEFAULT_ADDRESS, sensor);
        swing(board, sensor.quantity("rotation z"), 1.5);
    }
}
