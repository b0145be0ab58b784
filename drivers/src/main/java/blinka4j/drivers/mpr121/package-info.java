// SPDX-License-Identifier: MIT
/** NXP MPR121: touch sensor with 12 pads. */
@NullMarked
package blinka4j.drivers.mpr121;

import org.jspecify.annotations.NullMarked;
