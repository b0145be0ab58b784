// SPDX-License-Identifier: MIT
/**
 * The provider {@code micropython} with a board that MicroPython's port to Unix plays: {@link blinka4j.repl.Pico}. The serial port is a
 * pseudo-terminal.
 */
@NullMarked
package blinka4j.repl;

import org.jspecify.annotations.NullMarked;
