// SPDX-License-Identifier: MIT
/** Texas Instruments INA219: voltage, current and power. */
@NullMarked
package blinka4j.drivers.ina219;

import org.jspecify.annotations.NullMarked;
