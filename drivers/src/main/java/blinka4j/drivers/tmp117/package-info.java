// SPDX-License-Identifier: MIT
/** Texas Instruments TMP117 and TMP119: temperature. */
@NullMarked
package blinka4j.drivers.tmp117;

import org.jspecify.annotations.NullMarked;
