// SPDX-License-Identifier: MIT
/** CircuitPython's {@code digitalio}: digital inputs and outputs. */
@NullMarked
package blinka4j.digitalio;

import org.jspecify.annotations.NullMarked;
