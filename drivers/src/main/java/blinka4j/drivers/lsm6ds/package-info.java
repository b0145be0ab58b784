// SPDX-License-Identifier: MIT
/** STMicroelectronics LSM6DS33, LSM6DS3, LSM6DS3TR-C, LSM6DSOX, LSM6DSO32 and ISM330DHCX: acceleration and rotation. */
@NullMarked
package blinka4j.drivers.lsm6ds;

import org.jspecify.annotations.NullMarked;
