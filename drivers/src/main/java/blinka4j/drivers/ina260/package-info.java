// SPDX-License-Identifier: MIT
/** Texas Instruments INA260: voltage, current and power. */
@NullMarked
package blinka4j.drivers.ina260;

import org.jspecify.annotations.NullMarked;
