// SPDX-License-Identifier: MIT
/** GPS receivers with NMEA 0183, such as Adafruit's Ultimate GPS and PA1010D: position, time and speed. */
@NullMarked
package blinka4j.drivers.gps;

import org.jspecify.annotations.NullMarked;
