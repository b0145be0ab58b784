// SPDX-License-Identifier: MIT
/** Aosong AM2320: temperature and humidity. */
@NullMarked
package blinka4j.drivers.am2320;

import org.jspecify.annotations.NullMarked;
