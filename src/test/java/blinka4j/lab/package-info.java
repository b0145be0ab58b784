// SPDX-License-Identifier: MIT
/**
 * The lab from the host's side: boots a real kernel in QEMU, runs programs in it and drives its devices from outside.
 * The sources of the guests are in {@code src/test/lab}.
 */
@NullMarked
package blinka4j.lab;

import org.jspecify.annotations.NullMarked;
