// SPDX-License-Identifier: MIT
/** The exceptions: {@link blinka4j.HardwareException} and its subclasses. */
@NullMarked
package blinka4j;

import org.jspecify.annotations.NullMarked;
