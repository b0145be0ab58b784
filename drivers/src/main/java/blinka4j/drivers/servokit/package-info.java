// SPDX-License-Identifier: MIT
/** Adafruit's servo boards with a PCA9685: servos on its outputs. */
@NullMarked
package blinka4j.drivers.servokit;

import org.jspecify.annotations.NullMarked;
