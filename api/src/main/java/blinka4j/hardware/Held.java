// SPDX-License-Identifier: MIT
package blinka4j.hardware;

/** A port that {@link Hardware} has opened. */
interface Held {
    /** What the port has taken. */
    Hold hold();
}
