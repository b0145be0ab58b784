// SPDX-License-Identifier: MIT
/** Analog Devices (Maxim) DS1307: real-time clock. */
@NullMarked
package blinka4j.drivers.ds1307;

import org.jspecify.annotations.NullMarked;
