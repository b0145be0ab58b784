// SPDX-License-Identifier: MIT
/** CircuitPython's {@code neopixel_write}. */
@NullMarked
package blinka4j.neopixelwrite;

import org.jspecify.annotations.NullMarked;
