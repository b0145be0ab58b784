// SPDX-License-Identifier: MIT
/** CircuitPython's {@code frequencyio}: inputs that measure a frequency. */
@NullMarked
package blinka4j.frequencyio;

import org.jspecify.annotations.NullMarked;
