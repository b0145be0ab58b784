// SPDX-License-Identifier: MIT
/** Avia Semiconductor HX711: analog-to-digital converter with 24 bits, for load cells. */
@NullMarked
package blinka4j.drivers.hx711;

import org.jspecify.annotations.NullMarked;
