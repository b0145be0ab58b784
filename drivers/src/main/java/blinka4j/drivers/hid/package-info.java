// SPDX-License-Identifier: MIT
/** The board as a USB keyboard, mouse or media keys of a computer. */
@NullMarked
package blinka4j.drivers.hid;

import org.jspecify.annotations.NullMarked;
