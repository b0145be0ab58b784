// SPDX-License-Identifier: MIT
/** Adafruit's motor boards with a PCA9685 and two TB6612: DC motors and stepper motors. */
@NullMarked
package blinka4j.drivers.motorkit;

import org.jspecify.annotations.NullMarked;
