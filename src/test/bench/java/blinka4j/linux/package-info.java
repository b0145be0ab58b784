// SPDX-License-Identifier: MIT
/** Benchmarks that stand in for the kernel below the Linux provider. */
@NullMarked
package blinka4j.linux;

import org.jspecify.annotations.NullMarked;
