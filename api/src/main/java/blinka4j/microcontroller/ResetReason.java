// SPDX-License-Identifier: MIT
package blinka4j.microcontroller;

/** Why the machine started. CircuitPython has more reasons, which Linux does not report. */
public enum ResetReason {
    /** The supply was too low. */
    BROWNOUT,
    /** The watchdog was not fed in time. */
    WATCHDOG,
    /** Another reason, or none that the kernel reports. */
    UNKNOWN
}
