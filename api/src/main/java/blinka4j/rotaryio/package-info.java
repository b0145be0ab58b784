// SPDX-License-Identifier: MIT
/** CircuitPython's {@code rotaryio}. */
@NullMarked
package blinka4j.rotaryio;

import org.jspecify.annotations.NullMarked;
