// SPDX-License-Identifier: MIT
/** Vishay VEML7700: ambient light. */
@NullMarked
package blinka4j.drivers.veml7700;

import org.jspecify.annotations.NullMarked;
