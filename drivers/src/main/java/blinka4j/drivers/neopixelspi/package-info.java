// SPDX-License-Identifier: MIT
/** Worldsemi WS2812B and others, NeoPixels: strips of color LEDs, with pulses of your choice. */
@NullMarked
package blinka4j.drivers.neopixelspi;

import org.jspecify.annotations.NullMarked;
