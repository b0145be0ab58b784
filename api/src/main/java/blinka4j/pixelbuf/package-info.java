// SPDX-License-Identifier: MIT
/** CircuitPython's {@code adafruit_pixelbuf}: the colors of a strip of pixels, for drivers of strips. */
@NullMarked
package blinka4j.pixelbuf;

import org.jspecify.annotations.NullMarked;
