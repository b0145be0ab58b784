// SPDX-License-Identifier: MIT
package blinka4j.watchdog;

import blinka4j.hardware.Hardware;
import blinka4j.provider.WatchdogPort;
import org.jspecify.annotations.Nullable;

/**
 * The watchdog of the board: it resets the machine if the program does not call {@link #feed()} in time.
 *
 * <pre>{@code
 * WatchDogTimer dog = Microcontroller.watchdog();
 * dog.timeout(10);
 * dog.mode(WatchDogMode.RESET);
 * while (true) {
 *     measure();
 *     dog.feed();
 * }
 * }</pre>
 *
 * <p>The watchdog goes on when the program ends without {@link #close()}, by an exception for example. Then the machine is reset, as
 * this is its purpose. On Linux this is {@code /dev/watchdog0}, and one program at a time can use it. A kernel with {@code nowayout}
 * never stops it.
 *
 * <p>Threads may share the watchdog. Source of the behaviour: CircuitPython's {@code watchdog}.
 */
public final class WatchDogTimer implements AutoCloseable {
    private final Hardware hardware;
    private @Nullable WatchdogPort port;
    private double timeout = 60;

    /** For {@code Microcontroller}. Programs use {@code Microcontroller.watchdog()}. */
    @SuppressWarnings("exports")
    public WatchDogTimer(Hardware hardware) {
        this.hardware = hardware;
    }

    /** The longest time between two feeds, in s; 60 at first. If the watchdog runs, the time that the device really has. */
    public synchronized double timeout() {
        WatchdogPort running = port;
        return running == null ? timeout : running.timeout();
    }

    /**
     * Sets the longest time between two feeds, and starts it anew if the watchdog runs.
     *
     * @param seconds more than 0; Linux rounds up to whole seconds, and the device has a limit
     * @throws IllegalArgumentException if the time is not possible; the old one stays
     */
    public synchronized void timeout(double seconds) {
        if (!(seconds > 0 && seconds <= Integer.MAX_VALUE)) {
            throw new IllegalArgumentException(
                    "a watchdog timeout of %s s is not possible. It must be more than 0 s, such as 10."
                            .formatted(seconds));
        }
        WatchdogPort running = port;
        if (running != null) {
            running.timeout(seconds);
        }
        timeout = seconds;
    }

    /** {@link WatchDogMode#RESET} if the watchdog runs, otherwise null. */
    public synchronized @Nullable WatchDogMode mode() {
        return port == null ? null : WatchDogMode.RESET;
    }

    /**
     * Starts the watchdog, or stops it.
     *
     * @param mode null to stop it
     * @throws blinka4j.NotAvailableException if there is no watchdog, or no permission to use it; the message says what to do
     * @throws blinka4j.PinException if another program uses it
     * @throws IllegalArgumentException if the device refuses the {@link #timeout()}; then it is not started
     * @throws IllegalStateException if it does not run and its board was closed
     */
    public synchronized void mode(@Nullable WatchDogMode mode) {
        if (mode == null) {
            close();
        } else if (port == null) {
            hardware.requireOpen("the watchdog");
            port = hardware.provider().openWatchdog(timeout);
        }
    }

    /**
     * Starts the time anew. Does nothing if the watchdog does not run.
     *
     * @throws blinka4j.HardwareException if the device is gone
     */
    public synchronized void feed() {
        WatchdogPort running = port;
        if (running != null) {
            running.feed();
        }
    }

    /** Stops the watchdog. {@link #mode(WatchDogMode)} starts it again. Closing the board does not stop it. */
    @Override
    public synchronized void close() {
        WatchdogPort running = port;
        port = null;
        if (running != null) {
            running.close();
        }
    }

    @Override
    public String toString() {
        return "WatchDogTimer";
    }
}
