// SPDX-License-Identifier: MIT
/** NXP PCT2075 and others of the LM75 family: temperature. */
@NullMarked
package blinka4j.drivers.pct2075;

import org.jspecify.annotations.NullMarked;
