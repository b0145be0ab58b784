// SPDX-License-Identifier: MIT
package blinka4j.keypad;

import blinka4j.HardwareException;
import blinka4j.hardware.Ticks;
import blinka4j.microcontroller.Pin;
import blinka4j.provider.Clock;
import blinka4j.provider.GpioPort;
import blinka4j.provider.GpioPort.Bias;
import java.lang.ref.Reference;
import java.util.List;

/**
 * Keys and buttons with one pin each. Their numbers are the positions of their pins in the list, from 0.
 *
 * <pre>{@code
 * try (Keys keys = new Keys(List.of(Board.D5, Board.D6), false)) {
 *     while (true) {
 *         Event event = keys.events().get();
 *         if (event != null) {
 *             System.out.println(event);
 *         }
 *         sleep(0.01);
 *     }
 * }
 * }</pre>
 *
 * <p>The kernel reports and debounces the edges. No thread scans the keys, so at rest they need no processor time. A key that is
 * pressed when the keys are opened is reported after the debounce time.
 *
 * <p>Threads may share keys. Source of the behaviour: CircuitPython's {@code keypad}.
 */
public final class Keys implements AutoCloseable {
    private final KeyPins pins;
    private final States states;

    /** Keys with pull resistors, an interval of 20 ms and a queue of 64 events. */
    public Keys(List<Pin> pins, boolean valueWhenPressed) {
        this(pins, valueWhenPressed, true);
    }

    /** Keys with an interval of 20 ms and a queue of 64 events. */
    public Keys(List<Pin> pins, boolean valueWhenPressed, boolean pull) {
        this(pins, valueWhenPressed, pull, Settings.INTERVAL, Settings.MAX_EVENTS, Settings.DEBOUNCE_THRESHOLD);
    }

    /**
     * Takes the pins. All keys count as released at first.
     *
     * @param pins at least one
     * @param valueWhenPressed the level of the pin of a pressed key: false if the key connects it to ground
     * @param pull true to switch on pull-ups, or pull-downs if {@code valueWhenPressed} is true
     * @param interval in s, more than 0, at most 60
     * @param maxEvents the size of the queue, 1 to 65,536
     * @param debounceThreshold a key is reported when its level has been stable for this number of intervals, 1 to 127
     * @throws blinka4j.PinException if the board has no such pin, or if it is in use. All pins are then free
     * @throws blinka4j.NotAvailableException if a pin has no such pull, or its edges cannot be watched or debounced
     */
    public Keys(
            List<Pin> pins,
            boolean valueWhenPressed,
            boolean pull,
            double interval,
            int maxEvents,
            int debounceThreshold) {
        this(
                Settings.of(interval, maxEvents, debounceThreshold),
                KeyPins.open("Keys", KeyPins.required("Keys", pins, "pins"), bias(valueWhenPressed, pull)),
                valueWhenPressed);
    }

    /** For pins that are not on the board itself, such as those of an I/O expander. */
    public Keys(
            GpioPort[] ports,
            boolean valueWhenPressed,
            boolean pull,
            double interval,
            int maxEvents,
            int debounceThreshold) {
        this(
                Settings.of(interval, maxEvents, debounceThreshold),
                KeyPins.open("Keys", KeyPins.required("Keys", ports, "ports"), bias(valueWhenPressed, pull)),
                valueWhenPressed);
    }

    private Keys(Settings settings, KeyPins pins, boolean valueWhenPressed) {
        this.pins = pins;
        states = new States(pins, valueWhenPressed, settings.maxEvents());
        long debounceNanos = settings.intervalNanos() * settings.debounceThreshold();
        try {
            for (int i = 0; i < pins.count(); i++) {
                int key = i;
                States each = states;
                pins.get(i)
                        .watch(
                                true,
                                true,
                                debounceNanos,
                                (rising, nanos, sequence) -> each.edge(key, rising, Ticks.millis(nanos)));
                states.begin(key);
            }
        } catch (RuntimeException | Error e) {
            try (pins) {
                throw e;
            }
        }
        Clock.Alarm firstLook = pins.clock().after(debounceNanos, states);
        pins.beforeClose(firstLook::cancel);
        pins.guard(this);
    }

    private static Bias bias(boolean valueWhenPressed, boolean pull) {
        return !pull ? Bias.DISABLED : valueWhenPressed ? Bias.PULL_DOWN : Bias.PULL_UP;
    }

    /** The state of each key. Has no reference to the keys, which may become garbage. */
    private static final class States implements Runnable {
        private final KeyPins pins;
        private final boolean valueWhenPressed;
        private final EventQueue events;
        /** True if the key was pressed when its watch began, and no edge has come since then. */
        private final boolean[] held;

        private final boolean[] pressed;
        /** True if the last event of a key is a press. */
        private final boolean[] reported;

        States(KeyPins pins, boolean valueWhenPressed, int maxEvents) {
            this.pins = pins;
            this.valueWhenPressed = valueWhenPressed;
            events = new EventQueue(maxEvents, pins.clock());
            held = new boolean[pins.count()];
            pressed = new boolean[pins.count()];
            reported = new boolean[pins.count()];
        }

        private boolean isPressed(int key) {
            return pins.get(key).port().read() == valueWhenPressed;
        }

        /** Without an edge, this remains the state of the key. */
        synchronized void begin(int key) {
            held[key] = isPressed(key);
        }

        synchronized void edge(int key, boolean level, int millis) {
            held[key] = false;
            pressed[key] = level == valueWhenPressed;
            report(key, millis);
        }

        private void report(int key, int millis) {
            if (reported[key] != pressed[key]) {
                reported[key] = pressed[key];
                events.add(key, pressed[key], millis);
            }
        }

        /**
         * Reports the keys that are held from the start. They have no edge. A level that was only read once could be that of a pull
         * resistor that had just been switched on.
         */
        @Override
        public void run() {
            int millis = Ticks.millis(pins.clock().nanos());
            for (int key = 0; key < pins.count(); key++) {
                try {
                    boolean stillPressed = isPressed(key);
                    synchronized (this) {
                        if (held[key] && stillPressed) {
                            edge(key, valueWhenPressed, millis);
                        }
                    }
                } catch (HardwareException | IllegalStateException e) {
                    if (pins.isClosed()) {
                        return;
                    }
                    events.fail(e);
                }
            }
        }

        synchronized void reset() {
            int millis = Ticks.millis(pins.clock().nanos());
            for (int key = 0; key < reported.length; key++) {
                reported[key] = false;
                report(key, millis);
            }
        }
    }

    /** Returns the queue of the events, always the same one. */
    public EventQueue events() {
        pins.requireOpen();
        return states.events;
    }

    /** Returns the number of keys. */
    public int keyCount() {
        pins.requireOpen();
        return pins.count();
    }

    /** Makes all keys count as released. A key that is pressed is at once reported as pressed again. The queue stays as it is. */
    public void reset() {
        pins.requireOpen();
        states.reset();
    }

    /** True if the keys were closed, by themselves or with their board. */
    public boolean isClosed() {
        return pins.isClosed();
    }

    /** Frees the pins. Events in the queue can still be taken. Closing again does nothing. */
    @Override
    public void close() {
        try {
            pins.close();
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    @Override
    public String toString() {
        return pins.toString();
    }
}
