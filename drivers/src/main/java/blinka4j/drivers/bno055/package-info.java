// SPDX-License-Identifier: MIT
/** Bosch BNO055: orientation, acceleration, rotation and magnetic field. */
@NullMarked
package blinka4j.drivers.bno055;

import org.jspecify.annotations.NullMarked;
