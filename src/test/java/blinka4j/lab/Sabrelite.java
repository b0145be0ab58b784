// SPDX-License-Identifier: MIT
package blinka4j.lab;

import java.util.Map;
import java.util.Random;

/**
 * Boundary Devices' SABRE Lite, an i.MX6 board with a 32-bit ARM. On {@code /dev/i2c-0}: magnetometer {@code m0} at 0x1e, TMP105
 * {@code p0} at 0x37 and {@code t0} at 0x48, EMC1413 at 0x4c, 4 KiB EEPROM at 0x50, PCA9552 at 0x60, DS1338 at 0x68, PCA9548 at 0x70 with TMP105
 * {@code t3} at 0x49 behind its channel 3. On {@code /dev/i2c-1}: another DS1338 at 0x60. On {@code /dev/spidev0.0}:
 * SST25VF016B with {@link #flash()} in it.
 */
final class Sabrelite {
    private static final int FLASH_SIZE = 2 << 20;

    private Sabrelite() {}

    static Machine machine() {
        return new Machine("sabrelite", Map.of("flash", flash()));
    }

    /** Returns the content of the SPI flash at boot: 2 MiB of pseudo-random bytes, the same each time. */
    static byte[] flash() {
        byte[] content = new byte[FLASH_SIZE];
        new Random(FLASH_SIZE).nextBytes(content);
        return content;
    }

    /** Returns QEMU's path of the controller that the guest knows as {@code /dev/gpiochip<chip>}; lines have the same numbers. */
    static String gpio(int chip) {
        return "/machine/soc/gpio" + (chip + 1);
    }

    /** Returns the path of the SPI flash in QEMU. The flash has no id. */
    static String flashChip() {
        return "/machine/unattached/device[0]";
    }

    /** Returns QEMU's path of a device that has an id, such as {@code t0}. */
    static String device(String id) {
        return "/machine/peripheral/" + id;
    }
}
