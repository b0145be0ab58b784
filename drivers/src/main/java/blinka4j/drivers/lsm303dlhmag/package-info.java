// SPDX-License-Identifier: MIT
/** STMicroelectronics LSM303DLH and LSM303DLHC: the magnetometer. */
@NullMarked
package blinka4j.drivers.lsm303dlhmag;

import org.jspecify.annotations.NullMarked;
