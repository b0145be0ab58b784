// SPDX-License-Identifier: MIT
/** CircuitPython's {@code keypad}: keys on pins, in a matrix and on shift registers, whose events wait in a queue. */
@NullMarked
package blinka4j.keypad;

import org.jspecify.annotations.NullMarked;
