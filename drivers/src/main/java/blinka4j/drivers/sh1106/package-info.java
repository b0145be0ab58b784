// SPDX-License-Identifier: MIT
/** Sino Wealth SH1106: OLED displays with up to 132 × 64 pixels. */
@NullMarked
package blinka4j.drivers.sh1106;

import org.jspecify.annotations.NullMarked;
