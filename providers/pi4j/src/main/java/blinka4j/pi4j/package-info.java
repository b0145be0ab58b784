// SPDX-License-Identifier: MIT
/** GPIO, I2C, SPI and PWM through Pi4J 2.8, 3.0 or 4.0, whichever is on the class path. */
@NullMarked
package blinka4j.pi4j;

import org.jspecify.annotations.NullMarked;
