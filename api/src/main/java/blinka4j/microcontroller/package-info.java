// SPDX-License-Identifier: MIT
/** CircuitPython's {@code microcontroller}: pins and the processor. */
@NullMarked
package blinka4j.microcontroller;

import org.jspecify.annotations.NullMarked;
