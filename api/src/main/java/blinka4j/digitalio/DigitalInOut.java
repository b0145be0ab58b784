// SPDX-License-Identifier: MIT
package blinka4j.digitalio;

import blinka4j.HardwareException;
import blinka4j.hardware.Arguments;
import blinka4j.hardware.CurrentBoard;
import blinka4j.hardware.EdgeInput;
import blinka4j.hardware.Hardware;
import blinka4j.hardware.Hold;
import blinka4j.hardware.PinNames;
import blinka4j.microcontroller.Pin;
import blinka4j.provider.Clock;
import blinka4j.provider.GpioPort;
import blinka4j.provider.GpioPort.Bias;
import blinka4j.provider.Line;
import java.lang.ref.Reference;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A digital pin. Starts as an input without pull.
 *
 * <pre>{@code
 * try (var led = new DigitalInOut(Board.D18);
 *         var button = new DigitalInOut(Board.D4)) {
 *     led.direction(Direction.OUTPUT);
 *     button.switchToInput(Pull.UP);
 *     led.value(!button.value());
 * }
 * }</pre>
 *
 * <p>A switch of direction takes one step: the level and the drive mode are set before the pin is driven, so an output
 * has its value from the first moment. Closing frees the pin for this and other programs.
 *
 * <p>Threads may share a pin. Source of the behaviour: CircuitPython's {@code digitalio}.
 */
public final class DigitalInOut implements AutoCloseable {
    static {
        PinNames.readBy(new Names());
    }

    private static final class Names implements Function<Object, String> {
        @Override
        public String apply(Object pin) {
            return ((DigitalInOut) pin).name;
        }
    }

    private final GpioPort port;
    private final Hold hold;
    private final String name;
    private final Use use;
    private final Clock clock;
    private volatile @Nullable Edges edges;

    /**
     * Takes the pin and makes it an input without pull.
     *
     * @throws blinka4j.PinException if the board has no such pin, or if it is in use by this program, another one or the
     *     kernel; the message names the user
     * @throws blinka4j.NotAvailableException if GPIO cannot be used, for example without permission
     */
    public DigitalInOut(Pin pin) {
        this(open(pin));
    }

    /** For pins that are not on the board itself, such as those of an I/O expander. */
    public DigitalInOut(GpioPort port) {
        this(open(port));
    }

    private DigitalInOut(Open open) {
        use = open.use;
        port = use.port;
        hold = open.hold;
        name = open.name;
        clock = open.clock;
        try {
            use.input(null);
        } catch (RuntimeException | Error e) {
            try (hold) {
                throw e;
            }
        }
        hold.guard(this);
    }

    /** An open line and its hold. */
    private record Open(Use use, Hold hold, String name, Clock clock) {}

    private static Open open(Pin pin) {
        Hardware hardware = Pin.required(pin, "DigitalInOut").hardware();
        Line line = hardware.lookup().line(pin.name());
        Hold hold = hardware.hold("DigitalInOut", pin.name(), line);
        Use use = hold.open(new Opening(hardware, pin, line));
        return new Open(use, hold, pin.name(), hardware.provider().clock());
    }

    private record Opening(Hardware hardware, Pin pin, Line line) implements Supplier<Use> {
        @Override
        public Use get() {
            return new Use(hardware.openGpio(pin.name(), line));
        }
    }

    private static Open open(GpioPort port) {
        Use use = new Use(Arguments.port(port, "DigitalInOut", "new DigitalInOut(Board.D18)"));
        return new Open(use, Hold.of(use), port.toString(), CurrentBoard.clock());
    }

    /** A line and its present use. Has no reference to the pin, because its hold also closes it when the pin is garbage. */
    private static final class Use implements AutoCloseable {
        final GpioPort port;
        /** For changes of direction, pull and drive mode. */
        final ReentrantLock lock = new ReentrantLock();
        /** Null when it is closed. */
        volatile @Nullable Direction direction;

        volatile @Nullable Pull pull;
        volatile DriveMode driveMode = DriveMode.PUSH_PULL;

        Use(GpioPort port) {
            this.port = port;
        }

        void input(@Nullable Pull wanted) {
            port.input(wanted == null ? Bias.DISABLED : wanted == Pull.UP ? Bias.PULL_UP : Bias.PULL_DOWN);
            pull = wanted;
            direction = Direction.INPUT;
        }

        void output(boolean value, DriveMode mode) {
            port.output(value, mode == DriveMode.OPEN_DRAIN);
            driveMode = mode;
            pull = null;
            direction = Direction.OUTPUT;
        }

        @Override
        public void close() {
            boolean drives;
            lock.lock();
            try {
                drives = direction == Direction.OUTPUT || pull != null;
                direction = null;
                pull = null;
            } finally {
                lock.unlock();
            }
            // Without the lock: closing the port waits for a listener, which may want to change the pin.
            try (port) {
                if (drives) {
                    EdgeInput.rest(port);
                }
            }
        }
    }

    public Direction direction() {
        return open();
    }

    /** The same as {@link #switchToInput()} or {@link #switchToOutput()}. */
    public void direction(Direction direction) {
        switch (Arguments.required(direction, "direction needs a direction", "Direction.OUTPUT")) {
            case INPUT -> switchToInput();
            case OUTPUT -> switchToOutput();
        }
    }

    /** Makes the pin an input without pull. */
    public void switchToInput() {
        switchToInput(null);
    }

    /**
     * Makes the pin an input.
     *
     * @param pull null for none: a resistor that was on before is switched off
     * @throws blinka4j.NotAvailableException if the pin does not support this pull; it stays as it was
     */
    public void switchToInput(@Nullable Pull pull) {
        use.lock.lock();
        try {
            open();
            use.input(pull);
        } finally {
            use.lock.unlock();
        }
    }

    /** Makes the pin an output that drives low. */
    public void switchToOutput() {
        switchToOutput(false, DriveMode.PUSH_PULL);
    }

    /** Makes the pin an output that drives both levels, {@code value} from the first moment. */
    public void switchToOutput(boolean value) {
        switchToOutput(value, DriveMode.PUSH_PULL);
    }

    /**
     * Makes the pin an output with {@code value} from the first moment. Ends {@link #onEdge}.
     *
     * @throws blinka4j.NotAvailableException if the provider does not support open drain; the pin stays as it was
     */
    public void switchToOutput(boolean value, DriveMode driveMode) {
        Arguments.required(driveMode, "switchToOutput needs a drive mode", "DriveMode.PUSH_PULL");
        use.lock.lock();
        try {
            open();
            use.output(value, driveMode);
        } finally {
            use.lock.unlock();
        }
    }

    /** Returns the level of an input, or of the wire that an output drives. */
    public boolean value() {
        try {
            return port.read();
        } catch (IllegalStateException e) {
            open();
            throw e;
        }
    }

    /**
     * Drives an output. If the provider writes to a register of the processor, a call that races {@link #close}, a switch
     * of direction or {@link #driveMode(DriveMode)} on another thread may still take effect after it.
     *
     * @throws IllegalStateException if the pin is an input
     */
    public void value(boolean value) {
        try {
            port.write(value);
        } catch (IllegalStateException e) {
            // The port refuses this for a closed pin and for an input. The message here also names what to call.
            require(Direction.OUTPUT, "set the value of");
            throw e;
        }
    }

    /**
     * Returns the pull of an input; null for none.
     *
     * @throws IllegalStateException if the pin is an output
     */
    public @Nullable Pull pull() {
        require(Direction.INPUT, "ask for the pull of");
        return use.pull;
    }

    /**
     * Changes the pull of an input.
     *
     * @param pull null for none
     * @throws IllegalStateException if the pin is an output
     */
    public void pull(@Nullable Pull pull) {
        use.lock.lock();
        try {
            require(Direction.INPUT, "set the pull of");
            switchToInput(pull);
        } finally {
            use.lock.unlock();
        }
    }

    /** @throws IllegalStateException if the pin is an input */
    public DriveMode driveMode() {
        require(Direction.OUTPUT, "ask for the drive mode of");
        return use.driveMode;
    }

    /**
     * Changes how an output drives; it keeps its value.
     *
     * @throws IllegalStateException if the pin is an input
     */
    public void driveMode(DriveMode driveMode) {
        Arguments.required(driveMode, "driveMode needs a drive mode", "DriveMode.PUSH_PULL");
        use.lock.lock();
        try {
            require(Direction.OUTPUT, "set the drive mode of");
            port.drive(driveMode == DriveMode.OPEN_DRAIN);
            use.driveMode = driveMode;
        } finally {
            use.lock.unlock();
        }
    }

    /** The same as {@link #onEdge(Edge, Duration, Consumer)} without debounce. */
    public void onEdge(Edge edge, Consumer<EdgeEvent> listener) {
        onEdge(edge, Duration.ZERO, listener);
    }

    /**
     * Calls {@code listener} at each edge of an input, until {@link #stopEdges}, a switch to output, or {@link #close}.
     * A second call replaces the first.
     *
     * <p>The events of one pin come in order, one at a time, on a daemon thread of the library. A listener that takes long, or
     * throws, does not delay other pins.
     *
     * @param debounce shorter pulses are ignored; zero for no debounce
     * @throws IllegalStateException if the pin is an output
     */
    public void onEdge(Edge edge, Duration debounce, Consumer<EdgeEvent> listener) {
        Arguments.required(edge, "onEdge needs an edge", "Edge.BOTH");
        Arguments.required(debounce, "onEdge needs a debounce", "Duration.ZERO");
        Arguments.required(listener, "onEdge needs a listener", "event -> System.out.println(event)");
        use.lock.lock();
        try {
            require(Direction.INPUT, "watch the edges of");
            if (debounce.isNegative()) {
                throw new IllegalArgumentException(
                        "a debounce of %s is not possible. It must be zero or more.".formatted(debounce));
            }
            Edges wanted = new Edges(this, listener);
            port.watch(edge != Edge.FALLING, edge != Edge.RISING, nanos(debounce), wanted);
            edges = wanted;
        } finally {
            use.lock.unlock();
        }
    }

    private static long nanos(Duration debounce) {
        try {
            return debounce.toNanos();
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException(
                    "a debounce of %s is too long. Pass a shorter one.".formatted(debounce), e);
        }
    }

    /** Makes the events of one {@link #onEdge}, and counts lost edges. */
    private static final class Edges implements GpioPort.EdgeListener {
        private final DigitalInOut pin;
        private final Consumer<EdgeEvent> listener;
        private final AtomicLong lost = new AtomicLong();
        private long expected = 1;

        Edges(DigitalInOut pin, Consumer<EdgeEvent> listener) {
            this.pin = pin;
            this.listener = listener;
        }

        @Override
        public void edge(boolean rising, long timestampNanos, long sequence) {
            long missing = Math.max(0, sequence - expected);
            expected = sequence + 1;
            lost.addAndGet(missing);
            listener.accept(new EdgeEvent(pin, rising ? Edge.RISING : Edge.FALLING, timestampNanos, missing));
        }
    }

    /**
     * Ends {@link #onEdge}: the listener gets no more events. If it is running on another thread, this waits as {@link #close}
     * does.
     */
    public void stopEdges() {
        open();
        port.unwatch();
    }

    /** Returns the number of edges that were lost since {@link #onEdge} because they came too fast. */
    public long lostEdges() {
        Edges last = edges;
        return last == null ? 0 : last.lost.get();
    }

    /**
     * Returns the clock of the pin's board; of a pin that is not on the board itself, that of the current board. For drivers that wait, on
     * any board.
     */
    public Clock clock() {
        return clock;
    }

    /** True if this pin or its board was closed. */
    public boolean isClosed() {
        return use.direction == null;
    }

    /**
     * Makes the pin an input without pull, and frees it. Closing again does nothing.
     *
     * <p>If the listener of {@link #onEdge} is running on another thread, this waits until it has returned, at most 2 s. An
     * interrupt ends that wait; the thread stays interrupted. Inside a listener, of this pin or of another one, and while the
     * virtual machine shuts down, this does not wait. The pin is closed in any case, and the listener gets no more events.
     */
    @Override
    public void close() {
        try {
            hold.close();
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    private Direction open() {
        Direction now = use.direction;
        if (now == null) {
            throw hold.closed(label(), "a new DigitalInOut");
        }
        return now;
    }

    private void require(Direction needed, String wanted) {
        if (open() != needed) {
            throw new IllegalStateException(
                    needed == Direction.OUTPUT
                            ? "cannot %s %s: it is an input. Call switchToOutput first.".formatted(wanted, label())
                            : "cannot %s %s: it is an output. Call switchToInput first.".formatted(wanted, label()));
        }
    }

    /** The name of the pin in messages. */
    private String label() {
        return "DigitalInOut(%s)".formatted(name);
    }

    /** Returns the pin, its direction, its pull or open drain, and its level, such as {@code DigitalInOut(D4, input, pull-up, low)}. */
    @Override
    public String toString() {
        Direction now = use.direction;
        if (now == null) {
            return "DigitalInOut(%s, closed)".formatted(name);
        }
        Pull on = use.pull;
        String how = now == Direction.INPUT
                ? "input, " + (on == null ? "no pull" : on == Pull.UP ? "pull-up" : "pull-down")
                : use.driveMode == DriveMode.OPEN_DRAIN ? "output, open drain" : "output";
        return "DigitalInOut(%s, %s, %s)".formatted(name, how, level());
    }

    private String level() {
        try {
            return port.read() ? "high" : "low";
        } catch (HardwareException | IllegalStateException e) {
            return "level unknown";
        }
    }
}
