// SPDX-License-Identifier: MIT
/** Analog Devices (Maxim) MAX31855: temperature from a thermocouple. */
@NullMarked
package blinka4j.drivers.max31855;

import org.jspecify.annotations.NullMarked;
