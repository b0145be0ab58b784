// SPDX-License-Identifier: MIT
/** CircuitPython's {@code rainbowio}. */
@NullMarked
package blinka4j.rainbowio;

import org.jspecify.annotations.NullMarked;
