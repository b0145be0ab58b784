// SPDX-License-Identifier: MIT
/** Worldsemi WS2812B and others, NeoPixels: strips of color LEDs on one wire. */
@NullMarked
package blinka4j.drivers.neopixel;

import org.jspecify.annotations.NullMarked;
