// SPDX-License-Identifier: MIT
package blinka4j.digitalio;

/** How an output drives its wire. */
public enum DriveMode {
    /** High and low are both driven. */
    PUSH_PULL,
    /** Low is driven; high lets the wire go, so that several outputs can share it. */
    OPEN_DRAIN
}
