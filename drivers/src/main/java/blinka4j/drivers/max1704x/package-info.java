// SPDX-License-Identifier: MIT
/** Analog Devices (Maxim) MAX17048 and MAX17049: voltage and charge of a battery. */
@NullMarked
package blinka4j.drivers.max1704x;

import org.jspecify.annotations.NullMarked;
