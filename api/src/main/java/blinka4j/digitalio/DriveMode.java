// SPDX-License-Identifier: MIT
package blinka4j.digitalio;

/** How an output drives its wire. */
public enum DriveMode {
    /** High and low are both driven. */
    PUSH_PULL,
    /** Only low is driven, so that several outputs can share the wire. */
    OPEN_DRAIN
}
