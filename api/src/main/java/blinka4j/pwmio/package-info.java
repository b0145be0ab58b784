// SPDX-License-Identifier: MIT
/** CircuitPython's {@code pwmio}: outputs that pulse. */
@NullMarked
package blinka4j.pwmio;

import org.jspecify.annotations.NullMarked;
