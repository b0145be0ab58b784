// SPDX-License-Identifier: MIT
/** The boards that this library knows, and how it recognises the one it runs on. */
@NullMarked
package blinka4j.boards;

import org.jspecify.annotations.NullMarked;
