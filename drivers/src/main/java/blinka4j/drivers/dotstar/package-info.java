// SPDX-License-Identifier: MIT
/** APA Electronic APA102, DotStars: strips of color LEDs with a clock. */
@NullMarked
package blinka4j.drivers.dotstar;

import org.jspecify.annotations.NullMarked;
