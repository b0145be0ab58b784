// SPDX-License-Identifier: MIT
/** The board and the provider behind the front classes: finds them, opens pins and buses, knows who holds what. */
@NullMarked
package blinka4j.hardware;

import org.jspecify.annotations.NullMarked;
