// SPDX-License-Identifier: MIT
package blinka4j.digitalio;

/** Which way a pin works. */
public enum Direction {
    INPUT,
    OUTPUT
}
