// SPDX-License-Identifier: MIT
/** CircuitPython's {@code adafruit_onewire}: 1-Wire buses and their devices. */
@NullMarked
package blinka4j.onewire;

import org.jspecify.annotations.NullMarked;
