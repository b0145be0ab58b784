// SPDX-License-Identifier: MIT
/** CircuitPython's {@code time}: the clock of the board that the program runs on. */
@NullMarked
package blinka4j.time;

import org.jspecify.annotations.NullMarked;
