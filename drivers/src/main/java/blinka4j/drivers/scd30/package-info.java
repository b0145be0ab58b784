// SPDX-License-Identifier: MIT
/** Sensirion SCD30: CO2, temperature and humidity. */
@NullMarked
package blinka4j.drivers.scd30;

import org.jspecify.annotations.NullMarked;
