// SPDX-License-Identifier: MIT
/** Analog Devices (Maxim) DS18B20 and DS18S20: temperature. */
@NullMarked
package blinka4j.drivers.ds18x20;

import org.jspecify.annotations.NullMarked;
