// SPDX-License-Identifier: MIT
/** CircuitPython's {@code pulseio}: the lengths of pulses on a pin. */
@NullMarked
package blinka4j.pulseio;

import org.jspecify.annotations.NullMarked;
