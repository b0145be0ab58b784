// SPDX-License-Identifier: MIT
/** Reaches the hardware through Pi4J, whichever of its lines 2.8, 3.0 and 4.0 is on the class path. */
@NullMarked
package blinka4j.pi4j;

import org.jspecify.annotations.NullMarked;
