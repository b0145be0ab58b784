// SPDX-License-Identifier: MIT
/** Bosch BME280: temperature, pressure and humidity. */
@NullMarked
package blinka4j.drivers.bme280;

import org.jspecify.annotations.NullMarked;
