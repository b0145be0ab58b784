// SPDX-License-Identifier: MIT
/** Sensirion SHT30, SHT31 and SHT35: temperature and humidity. */
@NullMarked
package blinka4j.drivers.sht31d;

import org.jspecify.annotations.NullMarked;
