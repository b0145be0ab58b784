// SPDX-License-Identifier: MIT
/** CircuitPython's {@code supervisor}. */
@NullMarked
package blinka4j.supervisor;

import org.jspecify.annotations.NullMarked;
