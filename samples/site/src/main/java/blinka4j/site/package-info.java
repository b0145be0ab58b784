// SPDX-License-Identifier: MIT
/** The generator of the documentation site. */
@NullMarked
package blinka4j.site;

import org.jspecify.annotations.NullMarked;
