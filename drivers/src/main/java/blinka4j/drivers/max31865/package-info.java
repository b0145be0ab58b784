// SPDX-License-Identifier: MIT
/** Analog Devices (Maxim) MAX31865: temperature from a platinum resistor. */
@NullMarked
package blinka4j.drivers.max31865;

import org.jspecify.annotations.NullMarked;
