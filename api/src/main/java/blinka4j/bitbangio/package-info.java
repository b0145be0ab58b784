// SPDX-License-Identifier: MIT
/** CircuitPython's {@code bitbangio}. */
@NullMarked
package blinka4j.bitbangio;

import org.jspecify.annotations.NullMarked;
