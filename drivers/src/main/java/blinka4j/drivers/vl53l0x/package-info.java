// SPDX-License-Identifier: MIT
/** STMicroelectronics VL53L0X: distance. */
@NullMarked
package blinka4j.drivers.vl53l0x;

import org.jspecify.annotations.NullMarked;
