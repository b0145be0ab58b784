// SPDX-License-Identifier: MIT
/** Gesture recognition with an accelerometer and a small neural network. {@code samples/edge/README.md} explains it. */
@NullMarked
package blinka4j.edge;

import org.jspecify.annotations.NullMarked;
