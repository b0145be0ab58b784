// SPDX-License-Identifier: MIT
/** NXP PCF8523: real-time clock with an alarm and two timers. */
@NullMarked
package blinka4j.drivers.pcf8523;

import org.jspecify.annotations.NullMarked;
