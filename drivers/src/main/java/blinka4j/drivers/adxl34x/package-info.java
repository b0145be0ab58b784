// SPDX-License-Identifier: MIT
/** Analog Devices ADXL343 and ADXL345: acceleration. */
@NullMarked
package blinka4j.drivers.adxl34x;

import org.jspecify.annotations.NullMarked;
