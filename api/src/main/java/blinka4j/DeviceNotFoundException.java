// SPDX-License-Identifier: MIT
package blinka4j;

import org.jspecify.annotations.Nullable;

/** No device, or a different one, where a driver expected its chip. */
public final class DeviceNotFoundException extends HardwareException {
    private static final long serialVersionUID = 1L;

    public DeviceNotFoundException(String message) {
        this(message, null);
    }

    public DeviceNotFoundException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /**
     * Another chip than the driver's answered.
     *
     * @param chip the chip that was expected, such as {@code BME280}
     * @param where where it was looked for, such as {@code address 0x76 of I2C(/dev/i2c-1)}
     * @param found what the chip there says of itself, such as {@code chip id 0x58 (expected 0x60)}
     */
    public DeviceNotFoundException(String chip, Object where, String found) {
        this("no %s at %s: it has %s; another chip is there, or none; check the address and the wiring"
                .formatted(chip, where, found));
    }
}
