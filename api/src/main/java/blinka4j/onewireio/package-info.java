// SPDX-License-Identifier: MIT
/** CircuitPython's {@code onewireio}: the single bits of a 1-Wire bus. */
@NullMarked
package blinka4j.onewireio;

import org.jspecify.annotations.NullMarked;
