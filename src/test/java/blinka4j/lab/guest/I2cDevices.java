// SPDX-License-Identifier: MIT
package blinka4j.lab.guest;

import blinka4j.HardwareException;
import blinka4j.board.Board;
import blinka4j.busio.I2C;
import blinka4j.drivers.eeprom24lc32.EEPROM_I2C;
import blinka4j.drivers.pct2075.PCT2075;
import blinka4j.drivers.tca9548a.TCA9548A;
import java.util.Arrays;
import java.util.Random;

/** Fills the EEPROM and reads it back; then reads the sensor behind channel 3 of the multiplexer, and looks for it elsewhere. */
public final class I2cDevices {
    /** The seed of the random bytes in the EEPROM. */
    public static final long SEED = 4096;

    private static final int SIZE = 4096;
    /** A prime, so that nearly every write begins and ends in the middle of a page. */
    private static final int PIECE = 89;

    private I2cDevices() {}

    public static void main(String[] args) {
        try (I2C i2c = Board.i2c()) {
            eeprom(i2c);
            multiplexer(i2c);
        }
    }

    private static void eeprom(I2C i2c) {
        EEPROM_I2C eeprom = new EEPROM_I2C(i2c);
        byte[] bytes = new byte[SIZE];
        new Random(SEED).nextBytes(bytes);
        for (int at = 0; at < SIZE; at += PIECE) {
            eeprom.set(at, Arrays.copyOfRange(bytes, at, Math.min(at + PIECE, SIZE)));
        }
        System.out.println(
                "the EEPROM gives back what was written to it: " + Arrays.equals(eeprom.get(0, SIZE), bytes));
    }

    private static void multiplexer(I2C i2c) {
        TCA9548A mux = new TCA9548A(i2c);
        I2C channel = mux.get(3);
        PCT2075 sensor = new PCT2075(channel, 0x49);
        System.out.println("on channel 3: " + sensor.temperature() + " C");
        try {
            System.out.println("on channel 2: " + new PCT2075(mux.get(2), 0x49).temperature() + " C");
        } catch (HardwareException e) {
            System.out.println("on channel 2: " + e.getMessage());
        }
        System.out.println("on the bus itself: " + i2c.probe(0x49));
        channel.exclusively(() -> {
            sensor.temperature();
            // As if another program had switched the channel off, or the sensor had lost its supply.
            i2c.writeTo(0x70, new byte[] {0});
            try {
                System.out.println("gone: " + sensor.temperature() + " C");
            } catch (HardwareException e) {
                System.out.println("gone: " + e.getMessage());
            }
        });
        System.out.println("back: " + sensor.temperature() + " C");
    }
}
