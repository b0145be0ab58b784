// SPDX-License-Identifier: MIT
package blinka4j.watchdog;

/** What happens when a watchdog is not fed in time. CircuitPython's {@code RAISE} is not possible in Java. */
public enum WatchDogMode {
    /** The machine is reset. */
    RESET
}
