// SPDX-License-Identifier: MIT
/** CircuitPython's {@code adafruit_framebuf}: drawing and text in a byte array. */
@NullMarked
package blinka4j.framebuf;

import org.jspecify.annotations.NullMarked;
