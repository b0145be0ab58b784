// SPDX-License-Identifier: MIT
/** ams TCS34725: color and ambient light. */
@NullMarked
package blinka4j.drivers.tcs34725;

import org.jspecify.annotations.NullMarked;
