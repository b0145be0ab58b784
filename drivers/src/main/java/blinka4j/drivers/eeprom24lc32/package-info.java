// SPDX-License-Identifier: MIT
/** Microchip 24LC32: memory that keeps its contents without power. */
@NullMarked
package blinka4j.drivers.eeprom24lc32;

import org.jspecify.annotations.NullMarked;
