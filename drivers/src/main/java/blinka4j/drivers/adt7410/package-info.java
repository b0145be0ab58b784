// SPDX-License-Identifier: MIT
/** Analog Devices ADT7410 and ADT7420: temperature. */
@NullMarked
package blinka4j.drivers.adt7410;

import org.jspecify.annotations.NullMarked;
