// SPDX-License-Identifier: MIT
/** CircuitPython's {@code countio}: inputs that count edges. */
@NullMarked
package blinka4j.countio;

import org.jspecify.annotations.NullMarked;
