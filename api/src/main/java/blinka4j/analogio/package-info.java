// SPDX-License-Identifier: MIT
/** CircuitPython's {@code analogio}: inputs that measure a voltage. */
@NullMarked
package blinka4j.analogio;

import org.jspecify.annotations.NullMarked;
