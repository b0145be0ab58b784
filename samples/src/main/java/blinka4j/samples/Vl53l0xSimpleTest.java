// SPDX-License-Identifier: MIT
package blinka4j.samples;

import static blinka4j.time.Time.sleep;

import blinka4j.board.Board;
import blinka4j.busio.I2C;
import blinka4j.drivers.vl53l0x.VL53L0X;
import blinka4j.samples.launcher.Sample;
import blinka4j.sim.SimBoard;
import blinka4j.sim.chips.SimVL53L0X;

/**
 * Prints the distance from a VL53L0X, once per second.
 * Port of <a href="https://github.com/adafruit/Adafruit_CircuitPython_VL53L0X/blob/main/examples/vl53l0x_simpletest.py">vl53l0x_simpletest.py</a>.
 *
 * <p>Wiring: VL53L0X, address 0x29: VIN to 3.3 V, GND to ground, SCL to SCL, SDA to SDA.
 */
public final class Vl53l0xSimpleTest extends Sample {
    final SimVL53L0X sensor = new SimVL53L0X().distance(300);

    public Vl53l0xSimpleTest() {
        super("vl53l0x", "distance from a VL53L0X", Vl53l0xSimpleTest::main);
    }

    public static void main(String[] args) {
        I2C i2c = Board.i2c(); // uses Board.SCL and Board.SDA
        VL53L0X vl53 = new VL53L0X(i2c);

        // Faster and less accurate: vl53.measurementTimingBudget(20_000).
        // Slower and more accurate: vl53.measurementTimingBudget(200_000). It is 33 ms at first.

        while (true) {
            System.out.printf("Range: %dmm%n", vl53.range());
            sleep(1);
        }
    }

    @Override
    public void attachTo(SimBoard board) {
        board.i2c().attach(VL53L0X.DEFAULT_ADDRESS, sensor);
        swing(board, sensor.quantity("distance"), 100);
    }
}
