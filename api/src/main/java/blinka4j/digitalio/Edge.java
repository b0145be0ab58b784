// SPDX-License-Identifier: MIT
package blinka4j.digitalio;

/** A change of level. */
public enum Edge {
    /** From low to high. */
    RISING,
    /** From high to low. */
    FALLING,
    /** Either, when asking for edges; an event is always one or the other. */
    BOTH
}
