// SPDX-License-Identifier: MIT
package blinka4j.provider;

/**
 * An open bus, serial port, output or input. A provider implements it, and a class such as {@code I2C} uses it.
 *
 * <p>Ports are thread-safe. Any thread may call any method at any time, and {@link #close()} may come during another call.
 * After {@code close()} every other method but {@link #name()} throws {@link IllegalStateException}.
 */
public interface Port extends AutoCloseable {
    /** The name that messages use, such as {@code /dev/i2c-1} or {@code fe20c000.pwm:0}. */
    String name();

    /** Gives the port back to the system. Waits for a call that is running. Closing again does nothing. */
    @Override
    void close();
}
