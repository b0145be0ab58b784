// SPDX-License-Identifier: MIT
package blinka4j.digitalio;

/** The resistor that keeps the level of an input when nothing drives it. {@code null} is no pull, as in CircuitPython. */
public enum Pull {
    UP,
    DOWN
}
