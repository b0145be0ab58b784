// SPDX-License-Identifier: MIT
package blinka4j.provider;

/**
 * A GPIO line as the kernel knows it, such as {@code pinctrl-rp1:18}.
 *
 * @param chip the label of the GPIO controller ({@code gpiodetect} lists them), because its number changes with the
 *     kernel; or its device, such as {@code 44e07000.gpio}, where the label changes, too; or a device file, such as {@code
 *     /dev/gpiochip2}
 * @param offset the line's number on that controller, from 0
 */
public record Line(String chip, int offset) {
    /** The controller of pins that no GPIO line reaches, such as those of an I2C bus alone. Its offsets only tell them apart. */
    public static final String NONE = "none";

    public Line {
        if (chip.isBlank() || offset < 0) {
            throw new IllegalArgumentException(
                    "not a GPIO line: chip '%s', offset %d; expected a chip label and an offset from 0"
                            .formatted(chip, offset));
        }
    }

    /** Whether there is such a line: a pin may lead to a bus or an analog input alone. */
    public boolean isGpio() {
        return !chip.equals(NONE);
    }

    @Override
    public String toString() {
        return chip + ":" + offset;
    }
}
