// SPDX-License-Identifier: MIT
/** Fujitsu MB85RC256V (I2C) and MB85RS64V (SPI): memory that keeps its contents without power. */
@NullMarked
package blinka4j.drivers.fram;

import org.jspecify.annotations.NullMarked;
