// SPDX-License-Identifier: MIT
/** Sensirion SCD40 and SCD41: CO2, temperature and humidity. */
@NullMarked
package blinka4j.drivers.scd4x;

import org.jspecify.annotations.NullMarked;
