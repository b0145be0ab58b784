// SPDX-License-Identifier: MIT
/** Analog Devices (Maxim) DS3231: real-time clock with two alarms and a thermometer. */
@NullMarked
package blinka4j.drivers.ds3231;

import org.jspecify.annotations.NullMarked;
