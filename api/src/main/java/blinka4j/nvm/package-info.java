// SPDX-License-Identifier: MIT
/** CircuitPython's {@code nvm}. */
@NullMarked
package blinka4j.nvm;

import org.jspecify.annotations.NullMarked;
