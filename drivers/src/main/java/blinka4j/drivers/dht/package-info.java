// SPDX-License-Identifier: MIT
/** Aosong DHT11, DHT21 and DHT22: temperature and humidity. */
@NullMarked
package blinka4j.drivers.dht;

import org.jspecify.annotations.NullMarked;
