// SPDX-License-Identifier: MIT
/** Maker MAX31855: what it measures. */
@NullMarked
package blinka4j.drivers.max31855;

import org.jspecify.annotations.NullMarked;
