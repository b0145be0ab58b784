// SPDX-License-Identifier: MIT
/** CircuitPython's {@code busio}: I2C, SPI and UART. */
@NullMarked
package blinka4j.busio;

import org.jspecify.annotations.NullMarked;
