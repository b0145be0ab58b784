// SPDX-License-Identifier: MIT
package blinka4j.provider;

/**
 * One output of a PWM controller, requested from the system until {@link #close()}. A new port leaves the output as it was
 * until {@link #set} is called.
 *
 * <p>After {@link #close} every other method throws {@link IllegalStateException}. {@link #close} may come from any thread;
 * {@link #set} is called by one thread at a time.
 */
public interface PwmPort extends AutoCloseable {
    /**
     * Repeats every {@code periodNanos}, high for the first {@code highNanos} of it: 0 is always low, {@code periodNanos}
     * always high. Changes a running output without stopping it.
     *
     * @param periodNanos more than 0
     * @param highNanos 0 to {@code periodNanos}
     * @throws blinka4j.NotAvailableException if the controller cannot do such a period; the message tells what it was asked
     */
    void set(long periodNanos, long highNanos);

    /** The output as messages call it, such as {@code fe20c000.pwm:0}. */
    String name();

    /**
     * True if the port was closed from outside, for example by closing its board. A port that only its user can close does
     * not need to override this.
     */
    default boolean isClosed() {
        return false;
    }

    /** Stops the output, low, and gives it back to the system. Closing again does nothing. */
    @Override
    void close();
}
