// SPDX-License-Identifier: MIT
package blinka4j.samples;

import static blinka4j.time.Time.sleep;

import blinka4j.board.Board;
import blinka4j.busio.I2C;
import blinka4j.drivers.ht16k33.HT16K33;
import blinka4j.drivers.ht16k33.Matrix16x8;
import blinka4j.samples.launcher.Sample;
import blinka4j.sim.SimBoard;
import blinka4j.sim.chips.SimHT16K33;

/**
 * Moves a smiley on a matrix of 16 × 8 LEDs, and prints its rows once; the original prints nothing.
 * Port of <a href="https://github.com/adafruit/Adafruit_CircuitPython_HT16K33/blob/main/examples/ht16k33_matrix_simpletest.py">ht16k33_matrix_simpletest.py</a>.
 *
 * <p>Wiring: LED matrix FeatherWing with HT16K33, address 0x70: 3V to 3.3 V, GND to ground, SCL to SCL, SDA to SDA.
 */
public final class Ht16k33SimpleTest extends Sample {
    final SimHT16K33 display = new SimHT16K33();

    public Ht16k33SimpleTest() {
        super("ht16k33", "a smiley on an LED matrix", Ht16k33SimpleTest::main, 8);
    }

    public static void main(String[] args) {
        I2C i2c = Board.i2c(); // uses Board.SCL and Board.SDA
        Matrix16x8 matrix = new Matrix16x8(i2c);
        // Or MatrixBackpack16x8, Matrix8x8, Matrix8x8x2 (two colors), each with another address as in:
        // new Matrix16x8(i2c, 0x71)

        // Set a pixel in the origin, in the middle and in the opposite corner.
        matrix.fill(false);
        matrix.set(0, 0, true);
        matrix.set(8, 4, true);
        matrix.set(15, 7, true);
        sleep(2);

        // Draw a smiley.
        matrix.fill(false);
        for (int i = 2; i < 6; i++) {
            matrix.set(i, 0, true);
            matrix.set(i, 7, true);
            matrix.set(0, i, true);
            matrix.set(7, i, true);
        }
        int[][] others = {{1, 1}, {1, 6}, {6, 1}, {6, 6}, {2, 5}, {5, 5}, {2, 3}, {5, 3}, {3, 2}, {4, 2}};
        for (int[] each : others) {
            matrix.set(each[0], each[1], true);
        }
        for (int y = 7; y >= 0; y--) {
            StringBuilder row = new StringBuilder();
            for (int x = 0; x < 16; x++) {
                row.append(matrix.get(x, y) ? '#' : '.');
            }
            System.out.println(row);
        }

        // Move it around.
        while (true) {
            for (int i = 0; i < 8; i++) {
                matrix.shiftRight(true);
                sleep(0.05);
            }
            for (int i = 0; i < 8; i++) {
                matrix.shiftDown(true);
                sleep(0.05);
            }
            for (int i = 0; i < 8; i++) {
                matrix.shiftLeft(true);
                sleep(0.05);
            }
            for (int i = 0; i < 8; i++) {
                matrix.shiftUp(true);
                sleep(0.05);
            }
        }
    }

    @Override
    public void attachTo(SimBoard board) {
        board.i2c().attach(HT16K33.DEFAULT_ADDRESS, display);
    }
}
