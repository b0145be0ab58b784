// SPDX-License-Identifier: MIT
package blinka4j;

import org.jspecify.annotations.Nullable;

/** No device answered where a driver expected its chip, or another chip did. */
public final class DeviceNotFoundException extends HardwareException {
    private static final long serialVersionUID = 1L;

    public DeviceNotFoundException(String message) {
        this(message, null);
    }

    public DeviceNotFoundException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /**
     * The chip that answered has a wrong id.
     *
     * @param chip the expected chip, such as {@code BME280}
     * @param where its place, such as {@code address 0x76 of I2C(/dev/i2c-1)}
     * @param found the id that was read, such as {@code chip id 0x58 (expected 0x60)}
     */
    public DeviceNotFoundException(String chip, Object where, String found) {
        this("no %s at %s: it has %s. Another chip is there, or none. Check the address and the wiring."
                .formatted(chip, where, found));
    }
}
