// SPDX-License-Identifier: MIT
/** CircuitPython's {@code watchdog}. */
@NullMarked
package blinka4j.watchdog;

import org.jspecify.annotations.NullMarked;
