// SPDX-License-Identifier: MIT
/** Texas Instruments DRV2605 and DRV2605L: vibration motor driver. */
@NullMarked
package blinka4j.drivers.drv2605;

import org.jspecify.annotations.NullMarked;
