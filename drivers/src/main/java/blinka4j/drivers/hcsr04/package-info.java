// SPDX-License-Identifier: MIT
/** HC-SR04: distance, by ultrasound. */
@NullMarked
package blinka4j.drivers.hcsr04;

import org.jspecify.annotations.NullMarked;
