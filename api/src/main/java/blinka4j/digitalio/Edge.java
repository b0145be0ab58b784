// SPDX-License-Identifier: MIT
package blinka4j.digitalio;

/** A change of level. */
public enum Edge {
    /** From low to high. */
    RISING,
    /** From high to low. */
    FALLING,
    /** Both, for {@code onEdge}. An event is either rising or falling. */
    BOTH
}
