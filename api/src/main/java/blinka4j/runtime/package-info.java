// SPDX-License-Identifier: MIT
/** This program's board and provider, or several of them in one program. */
@NullMarked
package blinka4j.runtime;

import org.jspecify.annotations.NullMarked;
