// SPDX-License-Identifier: MIT
/**
 * Ports of CircuitPython programs, one in each file, to be read beside the Python original. {@code samples/run} runs
 * them; each has a {@code main} of its own too.
 */
@NullMarked
package blinka4j.samples;

import org.jspecify.annotations.NullMarked;
