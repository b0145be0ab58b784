// SPDX-License-Identifier: MIT
/** What can go wrong: the family of {@link blinka4j.HardwareException}. */
@NullMarked
package blinka4j;

import org.jspecify.annotations.NullMarked;
