// SPDX-License-Identifier: MIT
/** Finds the samples, runs one by its name, and ends it. */
@NullMarked
package blinka4j.samples.launcher;

import org.jspecify.annotations.NullMarked;
