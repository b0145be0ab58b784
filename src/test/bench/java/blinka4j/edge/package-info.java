// SPDX-License-Identifier: MIT
/** A benchmark that needs what is not public. */
@NullMarked
package blinka4j.edge;

import org.jspecify.annotations.NullMarked;
