// SPDX-License-Identifier: MIT
/**
 * The raw devices of Linux: GPIO, I2C, SPI and serial ports through the kernel's character devices, PWM through files in
 * {@code /sys}.
 */
@NullMarked
package blinka4j.linux;

import org.jspecify.annotations.NullMarked;
