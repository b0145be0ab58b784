// SPDX-License-Identifier: MIT
/** Sensirion SHT40, SHT41 and SHT45: temperature and humidity. */
@NullMarked
package blinka4j.drivers.sht4x;

import org.jspecify.annotations.NullMarked;
