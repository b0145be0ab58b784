// SPDX-License-Identifier: MIT
/** Texas Instruments INA3221: voltage and current of three channels. */
@NullMarked
package blinka4j.drivers.ina3221;

import org.jspecify.annotations.NullMarked;
