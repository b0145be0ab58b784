// SPDX-License-Identifier: MIT
/** NXP PCF8574: 8 digital inputs and outputs. */
@NullMarked
package blinka4j.drivers.pcf8574;

import org.jspecify.annotations.NullMarked;
