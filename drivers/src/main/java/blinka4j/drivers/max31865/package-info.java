// SPDX-License-Identifier: MIT
/** Maker MAX31865: what it measures. */
@NullMarked
package blinka4j.drivers.max31865;

import org.jspecify.annotations.NullMarked;
