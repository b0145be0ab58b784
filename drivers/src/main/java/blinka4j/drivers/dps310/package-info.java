// SPDX-License-Identifier: MIT
/** Infineon DPS310: pressure and temperature. */
@NullMarked
package blinka4j.drivers.dps310;

import org.jspecify.annotations.NullMarked;
