// SPDX-License-Identifier: MIT
/** Bosch BME680 and BME688: temperature, pressure, humidity and gas. */
@NullMarked
package blinka4j.drivers.bme680;

import org.jspecify.annotations.NullMarked;
