// SPDX-License-Identifier: MIT
package blinka4j.samples;

import blinka4j.board.Board;
import blinka4j.busio.I2C;
import blinka4j.drivers.eeprom24lc32.EEPROM_I2C;
import java.util.Arrays;

/**
 * Prints the size of a 24LC32 EEPROM. Port of Adafruit's {@code 24lc32_simpletest.py}.
 *
 * <p>The original's lines that write are comments, because they destroy what the EEPROM holds; here the argument
 * {@code write} runs them. They overwrite its first four bytes.
 */
public final class Eeprom24lc32SimpleTest {
    private Eeprom24lc32SimpleTest() {}

    public static void main(String[] args) {
        I2C i2c = Board.i2c(); // uses Board.SCL and Board.SDA
        EEPROM_I2C eeprom = new EEPROM_I2C(i2c);

        System.out.println("length: " + eeprom.length());

        if (args.length > 0 && args[0].equals("write")) {
            eeprom.set(0, 4);
            System.out.println(eeprom.get(0));

            eeprom.set(0, new byte[] {9, 3, 8, 1});
            System.out.println(Arrays.toString(eeprom.get(0, 4)));
        }
    }
}
