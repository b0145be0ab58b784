// SPDX-License-Identifier: MIT
/** Hitachi HD44780: displays of characters, on GPIO pins, Adafruit's I2C backpack or Adafruit's RGB shield and Pi plate. */
@NullMarked
package blinka4j.drivers.characterlcd;

import org.jspecify.annotations.NullMarked;
