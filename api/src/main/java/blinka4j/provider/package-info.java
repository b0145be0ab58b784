// SPDX-License-Identifier: MIT
/** What the author of a provider or of a board writes: ports that speak Linux, and the facts about a board. */
@NullMarked
package blinka4j.provider;

import org.jspecify.annotations.NullMarked;
