// SPDX-License-Identifier: MIT
/** TE Connectivity HTU21D: temperature and humidity. */
@NullMarked
package blinka4j.drivers.htu21d;

import org.jspecify.annotations.NullMarked;
