// SPDX-License-Identifier: MIT
@NullMarked
package blinka4j.boards;

import org.jspecify.annotations.NullMarked;
