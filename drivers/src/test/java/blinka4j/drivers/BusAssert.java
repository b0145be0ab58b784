// SPDX-License-Identifier: MIT
package blinka4j.drivers;

import static org.assertj.core.api.Assertions.assertThat;

import blinka4j.busio.I2C;
import blinka4j.busio.SPI;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;

/** What must be true of a bus after each call of a driver, also one that failed. */
public final class BusAssert {
    private BusAssert() {}

    /** Another thread can take the bus. */
    public static void assertFree(I2C i2c) {
        assertFree(() -> {
            boolean free = i2c.tryLock();
            i2c.unlock();
            return free;
        });
    }

    /** Another thread can take the bus. */
    public static void assertFree(SPI spi) {
        assertFree(() -> {
            boolean free = spi.tryLock();
            spi.unlock();
            return free;
        });
    }

    private static void assertFree(BooleanSupplier takes) {
        assertThat(CompletableFuture.supplyAsync(takes::getAsBoolean).join())
                .as("another thread can take the bus")
                .isTrue();
    }
}
