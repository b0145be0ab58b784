// SPDX-License-Identifier: MIT
package blinka4j.digitalio;

import blinka4j.HardwareException;
import blinka4j.PinException;
import blinka4j.hardware.Arguments;
import blinka4j.hardware.Hardware;
import blinka4j.microcontroller.Pin;
import blinka4j.provider.GpioPort;
import blinka4j.provider.GpioPort.Bias;
import blinka4j.provider.LineLock;
import blinka4j.provider.LockedGpioPort;
import java.lang.ref.Reference;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
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
 * has its value from the first moment. Closing makes the pin free again for this and for other programs.
 *
 * <p>Threads may share a pin. Source of the behaviour: CircuitPython's {@code digitalio}.
 */
public final class DigitalInOut implements AutoCloseable {
    private final LockedGpioPort port;
    private final LockedGpioPort level;
    private final String name;
    private final LineLock lock;
    private volatile @Nullable Direction direction;
    private volatile @Nullable Pull pull;
    private volatile DriveMode driveMode = DriveMode.PUSH_PULL;
    private volatile @Nullable Edges edges;

    /**
     * Takes the pin and makes it an input without pull.
     *
     * @throws blinka4j.PinException if the board has no such pin, or something else, in this program, another or the
     *     kernel, holds it; the message names it
     * @throws blinka4j.NotAvailableException if GPIO cannot be reached, for want of permission, say
     */
    public DigitalInOut(Pin pin) {
        this(Pin.required(pin, "DigitalInOut").hardware().openGpio(pin.name()), pin.name());
    }

    /** For pins that are not on the board itself, such as those of an I/O expander. */
    public DigitalInOut(GpioPort port) {
        this(port, port.toString());
    }

    private DigitalInOut(GpioPort port, String name) {
        this.port = LockedGpioPort.of(port);
        this.name =
                name.startsWith("DigitalInOut(") ? name.substring("DigitalInOut(".length(), name.length() - 1) : name;
        this.level = this.port.shortest();
        this.lock = this.port.lock();
        try {
            input(null);
        } catch (RuntimeException | Error e) {
            try (port) {
                throw e;
            }
        }
        Hardware.track(this, port);
    }

    public Direction direction() {
        requireOpenPort();
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
     * @param pull null for none: a resistor that was on before is really switched off
     * @throws blinka4j.NotAvailableException if the pin has no such resistor; it is then as it was before
     */
    public void switchToInput(@Nullable Pull pull) {
        int entered = lock.enter();
        try {
            open();
            input(pull);
        } finally {
            lock.exit(entered);
        }
    }

    private void input(@Nullable Pull pull) {
        port.input(pull == null ? Bias.DISABLED : pull == Pull.UP ? Bias.PULL_UP : Bias.PULL_DOWN);
        this.pull = pull;
        direction = Direction.INPUT;
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
     * @throws blinka4j.NotAvailableException if the provider has no open drain; the pin is then as it was before
     */
    public void switchToOutput(boolean value, DriveMode driveMode) {
        switchToOutput(value, driveMode, "switchToOutput needs a drive mode");
    }

    private void switchToOutput(boolean value, DriveMode driveMode, String need) {
        Arguments.required(driveMode, need, "DriveMode.PUSH_PULL");
        int entered = lock.enter();
        try {
            open();
            port.output(value, driveMode == DriveMode.OPEN_DRAIN);
            this.driveMode = driveMode;
            pull = null;
            direction = Direction.OUTPUT;
        } finally {
            lock.exit(entered);
        }
    }

    /** The level of an input, or of the wire that an output drives. */
    public boolean value() {
        try {
            return level.read();
        } catch (IllegalStateException e) {
            open();
            return port.read();
        }
    }

    /**
     * Drives an output.
     *
     * @throws IllegalStateException if the pin is an input
     */
    public void value(boolean value) {
        try {
            // No question asked before, and no lock, which the port takes: the port itself refuses a line that is no
            // output.
            level.write(value);
        } catch (IllegalStateException e) {
            require(Direction.OUTPUT, "set the value of");
            port.write(value);
        }
    }

    /**
     * The pull of an input; null for none.
     *
     * @throws IllegalStateException if the pin is an output
     */
    public @Nullable Pull pull() {
        requireOpenPort();
        require(Direction.INPUT, "ask for the pull of");
        return pull;
    }

    /**
     * Changes the pull of an input.
     *
     * @param pull null for none
     * @throws IllegalStateException if the pin is an output
     */
    public void pull(@Nullable Pull pull) {
        int entered = lock.enter();
        try {
            require(Direction.INPUT, "set the pull of");
            switchToInput(pull);
        } finally {
            lock.exit(entered);
        }
    }

    /** @throws IllegalStateException if the pin is an input */
    public DriveMode driveMode() {
        requireOpenPort();
        require(Direction.OUTPUT, "ask for the drive mode of");
        return driveMode;
    }

    /**
     * Changes how an output drives; it keeps its value.
     *
     * @throws IllegalStateException if the pin is an input
     */
    public void driveMode(DriveMode driveMode) {
        int entered = lock.enter();
        try {
            require(Direction.OUTPUT, "set the drive mode of");
            switchToOutput(port.driven(), driveMode, "driveMode needs a drive mode");
        } finally {
            lock.exit(entered);
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
     * <p>The events of one pin come in their order, one after the other, on a thread of the library that does not keep
     * the program alive. A listener that takes long, or throws, delays no other pin.
     *
     * @param debounce how long a level must last to count; zero for no debounce
     * @throws IllegalStateException if the pin is an output
     */
    public void onEdge(Edge edge, Duration debounce, Consumer<EdgeEvent> listener) {
        Arguments.required(edge, "onEdge needs an edge", "Edge.BOTH");
        Arguments.required(debounce, "onEdge needs a debounce", "Duration.ZERO");
        Arguments.required(listener, "onEdge needs a listener", "event -> System.out.println(event)");
        int entered = lock.enter();
        try {
            require(Direction.INPUT, "watch the edges of");
            if (debounce.isNegative()) {
                throw new IllegalArgumentException("a debounce of %s: expected zero or more".formatted(debounce));
            }
            Edges wanted = new Edges(this, listener);
            port.watch(edge != Edge.FALLING, edge != Edge.RISING, nanos(debounce), wanted);
            edges = wanted;
        } finally {
            lock.exit(entered);
        }
    }

    private static long nanos(Duration debounce) {
        try {
            return debounce.toNanos();
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException("a debounce of %s: expected a shorter one".formatted(debounce), e);
        }
    }

    /** Turns what one {@link #onEdge} has asked for into events, and counts what is missing between them. */
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
     * Ends {@link #onEdge}: the listener gets no more events. If it is running on another thread, this waits until it has
     * returned, but not for ever; {@link #close} says how long.
     */
    public void stopEdges() {
        open();
        port.unwatch();
    }

    /** How many edges came too fast to be kept, since {@link #onEdge}. */
    public long lostEdges() {
        Edges last = edges;
        return last == null ? 0 : last.lost.get();
    }

    /** Whether it was closed, by itself or with its board. */
    public boolean isClosed() {
        return direction == null || port.isClosed();
    }

    /**
     * Makes the pin an input without pull, which drives nothing, and free again. Closing again does nothing.
     *
     * <p>If the listener of {@link #onEdge} is running on another thread, this waits until it has returned, at most 2 s. An
     * interrupt ends that wait; the thread stays interrupted. Inside a listener, of this pin or of another one, and while the
     * virtual machine shuts down, this does not wait. The pin is closed in any case, and the listener gets no more events.
     */
    @Override
    public void close() {
        boolean drives;
        int entered = lock.enter();
        try {
            drives = direction == Direction.OUTPUT || pull != null;
            direction = null;
            pull = null;
        } finally {
            lock.exit(entered);
        }
        try (port) {
            if (drives) {
                rest();
            }
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    private void rest() {
        try {
            port.input(Bias.DISABLED);
        } catch (IllegalStateException e) {
            // The port was closed before, together with its board: there is nothing left to undo.
            return;
        } catch (PinException e) {
            if (!e.isGone()) {
                throw e;
            }
        }
    }

    private Direction open() {
        Direction now = direction;
        if (now == null) {
            throw closed();
        }
        return now;
    }

    /** For questions that are answered without the port, which would notice. */
    private void requireOpenPort() {
        if (isClosed()) {
            throw closed();
        }
    }

    private void require(Direction needed, String wanted) {
        if (open() != needed) {
            throw new IllegalStateException(
                    needed == Direction.OUTPUT
                            ? "cannot %s %s: it is an input; call switchToOutput first".formatted(wanted, label())
                            : "cannot %s %s: it is an output; call switchToInput first".formatted(wanted, label()));
        }
    }

    private IllegalStateException closed() {
        return new IllegalStateException("%s is closed; open the pin again with a new DigitalInOut".formatted(label()));
    }

    /** The pin as messages call it. */
    private String label() {
        return "DigitalInOut(%s)".formatted(name);
    }

    /** The pin, its direction, its pull or open drain, and its level, such as {@code DigitalInOut(D4, input, pull-up, low)}. */
    @Override
    public String toString() {
        Direction now = direction;
        if (now == null || port.isClosed()) {
            return "DigitalInOut(%s, closed)".formatted(name);
        }
        Pull on = pull;
        String how = now == Direction.INPUT
                ? "input, " + (on == null ? "no pull" : on == Pull.UP ? "pull-up" : "pull-down")
                : driveMode == DriveMode.OPEN_DRAIN ? "output, open drain" : "output";
        return "DigitalInOut(%s, %s, %s)".formatted(name, how, level());
    }

    private String level() {
        try {
            return level.read() ? "high" : "low";
        } catch (HardwareException | IllegalStateException e) {
            return "level unknown";
        }
    }
}
