// SPDX-License-Identifier: MIT
package blinka4j.samples;

import blinka4j.board.Board;
import blinka4j.busio.I2C;
import blinka4j.drivers.tca9548a.TCA9548A;

/**
 * Lists the addresses that answer on each channel of a TCA9548A; those on the bus itself answer on every channel. Port
 * of Adafruit's {@code tca9548a_simpletest.py}.
 */
public final class Tca9548aSimpleTest {
    private Tca9548aSimpleTest() {}

    public static void main(String[] args) {
        // The I2C bus, as ever.
        I2C i2c = Board.i2c(); // uses Board.SCL and Board.SDA

        // The multiplexer on that bus.
        TCA9548A tca = new TCA9548A(i2c);

        for (int channel = 0; channel < 8; channel++) {
            if (tca.get(channel).tryLock()) {
                System.out.print("Channel " + channel + ": ");
                var addresses = tca.get(channel).scan();
                System.out.println(addresses.stream()
                        .filter(address -> address != 0x70)
                        .map("0x%02x"::formatted)
                        .toList());
                tca.get(channel).unlock();
            }
        }
    }
}
