// SPDX-License-Identifier: MIT
/** Benchmarks of the calls that programs make again and again. */
@NullMarked
package blinka4j.bench;

import org.jspecify.annotations.NullMarked;
