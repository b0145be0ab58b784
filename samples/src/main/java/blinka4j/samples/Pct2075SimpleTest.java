// SPDX-License-Identifier: MIT
package blinka4j.samples;

import static blinka4j.time.Time.sleep;

import blinka4j.board.Board;
import blinka4j.busio.I2C;
import blinka4j.drivers.pct2075.PCT2075;

/** Prints the temperature that a PCT2075 measures. Port of Adafruit's {@code pct2075_simpletest.py}. */
public final class Pct2075SimpleTest {
    private Pct2075SimpleTest() {}

    public static void main(String[] args) {
        I2C i2c = Board.i2c(); // uses Board.SCL and Board.SDA
        PCT2075 pct = new PCT2075(i2c);

        while (true) {
            System.out.printf("Temperature: %.2f C%n", pct.temperature());
            sleep(0.5);
        }
    }
}
