// SPDX-License-Identifier: MIT
/** ams TSL2591: ambient light and infrared light. */
@NullMarked
package blinka4j.drivers.tsl2591;

import org.jspecify.annotations.NullMarked;
