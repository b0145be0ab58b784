// SPDX-License-Identifier: MIT
/** Maker DPS310: what it measures. */
@NullMarked
package blinka4j.drivers.dps310;

import org.jspecify.annotations.NullMarked;
