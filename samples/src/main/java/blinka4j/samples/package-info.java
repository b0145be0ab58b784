// SPDX-License-Identifier: MIT
/** Ports of CircuitPython programs. Each class of this package is a sample, which {@code samples/run} finds by itself. */
@NullMarked
package blinka4j.samples;

import org.jspecify.annotations.NullMarked;
