// SPDX-License-Identifier: MIT
/** Holtek HT16K33: matrices, digits and bars of LEDs. */
@NullMarked
package blinka4j.drivers.ht16k33;

import org.jspecify.annotations.NullMarked;
