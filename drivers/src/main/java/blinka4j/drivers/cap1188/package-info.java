// SPDX-License-Identifier: MIT
/** Microchip CAP1188: touch sensor with 8 pads. */
@NullMarked
package blinka4j.drivers.cap1188;

import org.jspecify.annotations.NullMarked;
