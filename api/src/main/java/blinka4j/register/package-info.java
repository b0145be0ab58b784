// SPDX-License-Identifier: MIT
/** CircuitPython's {@code adafruit_register}: registers and bit fields of a device. */
@NullMarked
package blinka4j.register;

import org.jspecify.annotations.NullMarked;
