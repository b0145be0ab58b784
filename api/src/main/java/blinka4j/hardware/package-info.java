// SPDX-License-Identifier: MIT
/** Detects the board, opens its pins and buses through the provider, and knows which object uses each pin. */
@NullMarked
package blinka4j.hardware;

import org.jspecify.annotations.NullMarked;
