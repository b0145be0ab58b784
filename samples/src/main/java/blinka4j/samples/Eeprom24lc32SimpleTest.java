// SPDX-License-Identifier: MIT
package blinka4j.samples;

import blinka4j.board.Board;
import blinka4j.busio.I2C;
import blinka4j.drivers.eeprom24lc32.EEPROM_I2C;
import blinka4j.samples.launcher.Sample;
import blinka4j.sim.SimBoard;
import blinka4j.sim.chips.Sim24LC32;
import java.util.Arrays;

/**
 * Prints the size of a 24LC32 EEPROM.
 * Port of <a href="https://github.com/adafruit/Adafruit_CircuitPython_24LC32/blob/main/examples/24lc32_simpletest.py">24lc32_simpletest.py</a>.
 *
 * <p>The argument {@code write} overwrites the first four bytes. In the original the lines that write are comments.
 *
 * <p>Wiring: 24LC32, address 0x50: VIN to 3.3 V, GND to ground, SCL to SCL, SDA to SDA.
 */
public final class Eeprom24lc32SimpleTest extends Sample {
    final Sim24LC32 eeprom = new Sim24LC32();

    public Eeprom24lc32SimpleTest() {
        super("24lc32", "the size of a 24LC32 EEPROM, or writes to it", Eeprom24lc32SimpleTest::main);
    }

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

    @Override
    public void attachTo(SimBoard board) {
        board.i2c().attach(0x50, eeprom);
    }
}
