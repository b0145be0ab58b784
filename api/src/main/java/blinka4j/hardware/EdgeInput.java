// SPDX-License-Identifier: MIT
package blinka4j.hardware;

import blinka4j.PinException;
import blinka4j.provider.Clock;
import blinka4j.provider.GpioPort;
import blinka4j.provider.GpioPort.Bias;
import blinka4j.provider.GpioPort.EdgeListener;
import blinka4j.provider.Line;
import org.jspecify.annotations.Nullable;

/** An input whose edges are watched, for a class such as {@code Counter}. That class owns it and closes it. */
public final class EdgeInput implements AutoCloseable {
    private final GpioPort port;
    private final Resting line;
    private final Hold hold;
    private final Clock clock;
    private final String front;
    private final String pin;

    /**
     * Takes the pin and makes it an input.
     *
     * @param front the class that the program opens, for messages: {@code Counter}
     * @throws PinException if the board has no such pin, or if it is in use; the message names the user
     */
    public EdgeInput(String front, Hardware hardware, String pin, Bias bias) {
        this.front = front;
        this.pin = pin;
        Line asked = hardware.lookup().line(pin);
        hold = hardware.hold(front, pin, asked);
        line = hold.open(() -> new Resting(hardware.openGpio(pin, asked)));
        port = line.port;
        clock = hardware.provider().clock();
        begin(bias);
    }

    /** For a pin that is not on the board itself, such as that of an I/O expander. */
    public EdgeInput(String front, @Nullable GpioPort port, Bias bias) {
        this.front = front;
        this.port = Arguments.port(port, front, "new %s(Board.D4)".formatted(front));
        pin = this.port.toString();
        line = new Resting(this.port);
        hold = Hold.of(line);
        clock = CurrentBoard.clock();
        begin(bias);
    }

    private void begin(Bias bias) {
        try {
            port.input(bias);
        } catch (RuntimeException | Error e) {
            try (hold) {
                throw e;
            }
        }
    }

    /** A line that has no pull when it is closed. Has no reference to its owner, which may become garbage. */
    private static final class Resting implements AutoCloseable {
        private final GpioPort port;
        private volatile Runnable beforeClose = () -> {};

        Resting(GpioPort port) {
            this.port = port;
        }

        @Override
        public void close() {
            try (port) {
                beforeClose.run();
                rest(port);
            }
        }

        @Override
        public String toString() {
            return port.toString();
        }
    }

    /** Makes a line an input without pull. Otherwise the kernel would leave it as it is. */
    public static void rest(GpioPort port) {
        try {
            port.input(Bias.DISABLED);
        } catch (PinException e) {
            // A line that is gone drives nothing.
            if (!e.isGone()) {
                throw e;
            }
        }
    }

    /** Closes this when {@code owner}, the program's object, is garbage. Its listener must not refer to it then. */
    public void guard(Object owner) {
        hold.guard(owner);
    }

    /**
     * Runs {@code action} just before the pin is freed, by {@link #close} or because its board is closed. For what must end before that.
     * It must not refer to the program's object, as a listener.
     */
    public void beforeClose(Runnable action) {
        line.beforeClose = action;
    }

    /** Calls {@code listener} at each edge, as {@link GpioPort#watch} does. Closes the input if that fails. */
    public void watch(boolean rising, boolean falling, EdgeListener listener) {
        watch(rising, falling, 0, listener);
    }

    /** The same with debounce. */
    public void watch(boolean rising, boolean falling, long debounceNanos, EdgeListener listener) {
        try {
            port.watch(rising, falling, debounceNanos, listener);
        } catch (RuntimeException | Error e) {
            try (hold) {
                throw e;
            }
        }
    }

    /** Returns the port of this input, for a level or for a moment as an output. */
    public GpioPort port() {
        requireOpen();
        return port;
    }

    /** Returns the clock of the pin's board. */
    public Clock clock() {
        return clock;
    }

    /** @throws IllegalStateException if this, or its board, was closed */
    public void requireOpen() {
        if (isClosed()) {
            throw hold.closed(toString(), "a new " + front);
        }
    }

    /** True if this, or its board, was closed. */
    public boolean isClosed() {
        return hold.isClosed();
    }

    /** Ends the watch and frees the pin, without pull. Closing again does nothing. */
    @Override
    public void close() {
        hold.close();
    }

    /** Returns the name of the pin or port, such as {@code D4}. */
    public String pin() {
        return pin;
    }

    /** Returns the name in messages, such as {@code Counter(D4)}. */
    @Override
    public String toString() {
        return "%s(%s)".formatted(front, pin);
    }
}
