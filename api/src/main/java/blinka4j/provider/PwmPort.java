// SPDX-License-Identifier: MIT
package blinka4j.provider;

/**
 * One output of a PWM controller, requested from the system until {@link #close()}. A new port leaves the output as it was
 * until {@link #set} is called.
 */
public interface PwmPort extends Port {
    /**
     * Repeats every {@code periodNanos}, high for the first {@code highNanos} of it: 0 is always low, {@code periodNanos}
     * always high. Changes a running output without stopping it.
     *
     * @param periodNanos more than 0
     * @param highNanos 0 to {@code periodNanos}
     * @throws blinka4j.NotAvailableException if the controller does not support this period; the message has the period
     */
    void set(long periodNanos, long highNanos);

    /** Stops the output at low and releases it. Closing again does nothing. */
    @Override
    void close();
}
