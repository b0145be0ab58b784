// SPDX-License-Identifier: MIT
/** GPIO, I2C, SPI, UART and PWM through the library diozero. */
@NullMarked
package blinka4j.diozero;

import org.jspecify.annotations.NullMarked;
