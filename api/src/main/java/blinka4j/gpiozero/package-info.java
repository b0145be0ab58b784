// SPDX-License-Identifier: MIT
/** A LED and a button, in the style of gpiozero: they blink and call listeners in the background. */
@NullMarked
package blinka4j.gpiozero;

import org.jspecify.annotations.NullMarked;
