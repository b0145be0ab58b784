// SPDX-License-Identifier: MIT
/** Bosch BMP388 and BMP390: temperature and pressure. */
@NullMarked
package blinka4j.drivers.bmp3xx;

import org.jspecify.annotations.NullMarked;
