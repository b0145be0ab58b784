// SPDX-License-Identifier: MIT
/** The board and the provider behind the front classes: detection, opening of pins and buses, and who holds them. */
@NullMarked
package blinka4j.hardware;

import org.jspecify.annotations.NullMarked;
