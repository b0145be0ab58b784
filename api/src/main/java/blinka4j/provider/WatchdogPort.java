// SPDX-License-Identifier: MIT
package blinka4j.provider;

/**
 * A timer in hardware that resets the machine if it is not fed in time. It runs from the moment it is opened. It goes on when the
 * program ends without {@link #close}.
 */
public interface WatchdogPort extends Port {
    /** The longest time between two feeds in s, as the device has it. */
    double timeout();

    /**
     * Sets the longest time between two feeds, and starts it anew. A device that counts in coarser steps takes the next longer time.
     *
     * @param seconds more than 0
     * @throws IllegalArgumentException if the device refuses this time; it keeps the old one
     */
    void timeout(double seconds);

    /** Starts the time anew. */
    void feed();

    /** Stops the timer if the system allows it, and releases it. Closing again does nothing. */
    @Override
    void close();
}
