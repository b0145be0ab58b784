// SPDX-License-Identifier: MIT
/** Keypads of any size whose keys are at the crossings of rows and columns, such as Adafruit's with 3x4 keys. */
@NullMarked
package blinka4j.drivers.matrixkeypad;

import org.jspecify.annotations.NullMarked;
