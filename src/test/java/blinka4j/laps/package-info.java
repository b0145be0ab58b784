// SPDX-License-Identifier: MIT
/** The same work by this library, by others and by C, side by side in a guest of the lab: what {@code src/test/bench/guests} runs. */
@NullMarked
package blinka4j.laps;

import org.jspecify.annotations.NullMarked;
