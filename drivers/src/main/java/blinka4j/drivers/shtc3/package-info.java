// SPDX-License-Identifier: MIT
/** Sensirion SHTC3: temperature and humidity. */
@NullMarked
package blinka4j.drivers.shtc3;

import org.jspecify.annotations.NullMarked;
