// SPDX-License-Identifier: MIT
/** CircuitPython's {@code board}: the names of the pins and the default buses. */
@NullMarked
package blinka4j.board;

import org.jspecify.annotations.NullMarked;
