// SPDX-License-Identifier: MIT
package blinka4j.drivers;

import blinka4j.busio.I2C;
import blinka4j.busio.SPI;
import blinka4j.testing.Assertions;

/** What must be true of a bus after each call of a driver, also one that failed. */
public final class BusAssert {
    private BusAssert() {}

    /** Another thread can take the bus. */
    public static void assertFree(I2C i2c) {
        Assertions.assertThat(i2c).isUnlocked();
    }

    /** Another thread can take the bus. */
    public static void assertFree(SPI spi) {
        Assertions.assertThat(spi).isUnlocked();
    }
}
