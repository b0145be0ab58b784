// SPDX-License-Identifier: MIT
package blinka4j.provider;

/**
 * A bus, serial port, output or input that a provider opens, for classes such as {@code I2C}.
 *
 * <p>Ports are thread-safe. Any thread may call any method at any time, and {@link #close()} may come during another call.
 * After {@code close()} every method except {@link #name()} throws {@link IllegalStateException}.
 */
public interface Port extends AutoCloseable {
    /** The name that messages use, such as {@code /dev/i2c-1} or {@code fe20c000.pwm:0}. */
    String name();

    /** Releases the port. Waits for running calls. Closing again does nothing. */
    @Override
    void close();
}
