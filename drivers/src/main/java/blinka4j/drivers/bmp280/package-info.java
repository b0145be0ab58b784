// SPDX-License-Identifier: MIT
/** Bosch BMP280: temperature and pressure. */
@NullMarked
package blinka4j.drivers.bmp280;

import org.jspecify.annotations.NullMarked;
