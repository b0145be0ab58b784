// SPDX-License-Identifier: MIT
package blinka4j.busio;

/**
 * A bus that this thread holds until {@link #close}. Use it in a try statement. If the body fails and giving the bus back
 * fails too, the second error is added to the first one as suppressed.
 *
 * <pre>{@code
 * BusHold hold = i2c.lock();
 * try (hold) {
 *     i2c.writeTo(0x44, command);
 *     i2c.sleep(Duration.ofMillis(10));
 *     i2c.readFromInto(0x44, reply);
 * }
 * }</pre>
 */
public interface BusHold extends AutoCloseable {
    /** Gives the bus back, as {@code unlock()} does. */
    @Override
    void close();
}
