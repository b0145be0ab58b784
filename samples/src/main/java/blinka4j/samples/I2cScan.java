// SPDX-License-Identifier: MIT
package blinka4j.samples;

import static blinka4j.time.Time.sleep;

import blinka4j.board.Board;
import blinka4j.busio.I2C;

/**
 * Lists the addresses that answer on the I2C bus. Port of {@code CircuitPython_I2C_Scan} of Adafruit's guide
 * "CircuitPython Essentials".
 */
public final class I2cScan {
    private I2cScan() {}

    public static void main(String[] args) {
        I2C i2c = Board.i2c(); // uses Board.SCL and Board.SDA

        i2c.lock(); // waits until it is free: the original's loop around try_lock
        try {
            while (true) {
                System.out.println("I2C addresses found: "
                        + i2c.scan().stream().map("0x%02x"::formatted).toList());
                sleep(2);
            }
        } finally { // also when Ctrl-C ends the loop
            i2c.unlock();
        }
    }
}
