// SPDX-License-Identifier: MIT
/** Adafruit seesaw: boards with encoders, buttons, digital and analog pins, PWM outputs, touch pads and NeoPixels on I2C. */
@NullMarked
package blinka4j.drivers.seesaw;

import org.jspecify.annotations.NullMarked;
