// SPDX-License-Identifier: MIT
package blinka4j.samples;

import blinka4j.board.Board;
import blinka4j.busio.I2C;
import blinka4j.drivers.fram.FRAM_I2C;
import blinka4j.samples.launcher.Sample;
import blinka4j.sim.SimBoard;
import blinka4j.sim.chips.SimMB85RC256V;
import java.util.Arrays;

/**
 * Writes a byte to an MB85RC256V memory, and prints it.
 * Port of <a href="https://github.com/adafruit/Adafruit_CircuitPython_FRAM/blob/main/examples/fram_i2c_simpletest.py">fram_i2c_simpletest.py</a>.
 *
 * <p>The argument {@code more} writes a hundred bytes too. In the original these lines are comments.
 *
 * <p>Wiring: MB85RC256V, address 0x50: VCC to 3.3 V, GND to ground, SCL to SCL, SDA to SDA.
 */
public final class FramSimpleTest extends Sample {
    final SimMB85RC256V memory = new SimMB85RC256V();

    public FramSimpleTest() {
        super("fram", "writes and reads an MB85RC256V memory", FramSimpleTest::main, 1);
    }

    public static void main(String[] args) {
        // Create a FRAM object (default address used).
        I2C i2c = Board.i2c(); // uses Board.SCL and Board.SDA
        FRAM_I2C fram = new FRAM_I2C(i2c);

        // Write a single-byte value to register address '0'.
        fram.set(0, 1);

        // Read that byte to ensure a proper write.
        System.out.println(fram.get(0));

        if (args.length > 0 && args[0].equals("more")) {
            // Or write sequential values, then read them back.
            byte[] values = new byte[100];
            for (int i = 0; i < values.length; i++) {
                values[i] = (byte) i;
            }
            fram.set(0, values);
            System.out.println(Arrays.toString(fram.get(0, 100)));
        }
    }

    @Override
    public void attachTo(SimBoard board) {
        memory.attachTo(board.i2c(), FRAM_I2C.DEFAULT_ADDRESS);
    }
}
