// SPDX-License-Identifier: MIT
/** Aosong AHT10 and AHT20: temperature and humidity. */
@NullMarked
package blinka4j.drivers.ahtx0;

import org.jspecify.annotations.NullMarked;
