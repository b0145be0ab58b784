// SPDX-License-Identifier: MIT
/** InvenSense MPU-6050: acceleration, rotation and temperature. */
@NullMarked
package blinka4j.drivers.mpu6050;

import org.jspecify.annotations.NullMarked;
