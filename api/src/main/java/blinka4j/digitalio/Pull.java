// SPDX-License-Identifier: MIT
package blinka4j.digitalio;

/** The resistor that keeps an input's level when nothing drives it. No pull is {@code null}, as in CircuitPython. */
public enum Pull {
    UP,
    DOWN
}
