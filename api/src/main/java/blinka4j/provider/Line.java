// SPDX-License-Identifier: MIT
package blinka4j.provider;

import org.jspecify.annotations.Nullable;

/**
 * A GPIO line as the kernel knows it, such as {@code pinctrl-rp1:18}.
 *
 * @param chip the label of the GPIO controller ({@code gpiodetect} lists them), because its number changes with the
 *     kernel; or its device, such as {@code 44e07000.gpio}, if the label changes too; or a device file, such as {@code
 *     /dev/gpiochip2}
 * @param offset the line's number on that controller, from 0
 */
public record Line(String chip, int offset) {
    /** The controller of pins without a GPIO line, such as those of an I2C bus only. Its offsets only distinguish them. */
    public static final String NONE = "none";

    public Line {
        if (chip.isBlank() || offset < 0) {
            throw new IllegalArgumentException(
                    "not a GPIO line: chip '%s', offset %s. Use the label of a chip and an offset of 0 or more."
                            .formatted(chip, offset));
        }
    }

    /** True if this is a GPIO line. A pin may be only on a bus or an analog input. */
    public boolean isGpio() {
        return !chip.equals(NONE);
    }

    // The same as a record's methods, which Java generates at run time and which slow down the start of every program.

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Line line && offset == line.offset && chip.equals(line.chip);
    }

    @Override
    public int hashCode() {
        return 31 * chip.hashCode() + offset;
    }

    @Override
    public String toString() {
        return chip + ":" + offset;
    }
}
