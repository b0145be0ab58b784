// SPDX-License-Identifier: MIT
package blinka4j.sim;

import blinka4j.PinException;
import blinka4j.digitalio.Pull;
import blinka4j.provider.AnalogPort;
import blinka4j.provider.BoardDefinition.AnalogInput;
import blinka4j.provider.EdgeThread;
import blinka4j.provider.GpioPort;
import blinka4j.provider.Line;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A pin of a {@link SimBoard} as seen from outside, where a button, a voltmeter or another chip would be.
 *
 * <p>The level of a pin, and of the pins that it is {@linkplain SimBoard#wire wired} to, comes from what drives it: an output of the
 * program or {@link #drive}. If nothing drives it, a pull resistor decides: the program's or {@link #resistor}. Without a pull, or with
 * pulls in both directions, the level is low.
 *
 * <p>A change takes effect at once. Then the thread that made it calls the {@link #onLevel} listeners, then the program's
 * edge listeners: one after the other, in the order of the changes, without the board's lock. If a listener makes a change,
 * or another thread does while a listener runs, the level changes at once, and its listeners are called after the one that
 * runs. No call is lost, however many wait. An exception of a listener is thrown by the change that caused it, after
 * all listeners were called.
 */
public final class SimPin {
    /** Called with the new level. */
    public interface LevelListener {
        void level(boolean high);
    }

    /** Called when the program makes the pin an output or an input. */
    public interface DirectionListener {
        void direction(boolean output);
    }

    /**
     * A change of level.
     * @param time the time since the start of the board's clock
     * @param level the level from then on
     */
    public record Change(Duration time, boolean level) {}

    private static final int OUTPUT = 1;
    private static final int OPEN_DRAIN = 1 << 1;
    private static final int VALUE = 1 << 2;
    private static final int PULL_UP = 1 << 3;
    private static final int PULL_DOWN = 1 << 4;
    private static final int PROGRAM = OUTPUT | OPEN_DRAIN | VALUE | PULL_UP | PULL_DOWN;
    private static final int DRIVEN = 1 << 5;
    private static final int DRIVEN_HIGH = 1 << 6;
    private static final int RESISTOR_UP = 1 << 7;
    private static final int RESISTOR_DOWN = 1 << 8;

    /** The user of the pin while it is an analog input. */
    private static final String ANALOG = "blinka4j";

    private static final double REFERENCE_VOLTAGE = 3.3;
    private static final int HIGHEST_VALUE = 0xFFFF;

    private static final int FIRST_HISTORY = 16;
    private static final int LONGEST_HISTORY = 1 << 16;

    private final Wiring wiring;
    private final String name;
    private final Line line;
    private final List<LevelListener> listeners = new ArrayList<>();
    private final List<LevelListener> parts = new ArrayList<>();
    private final List<DirectionListener> directions = new ArrayList<>();
    private final List<SimPwm> pwms = new ArrayList<>();
    private Wire wire = new Wire(this);
    private int state;
    private volatile boolean level;
    private @Nullable Port port;
    private @Nullable AnalogPort analog;
    private volatile @Nullable String holder;
    /** Null for 0 V. */
    private volatile @Nullable DoubleSupplier voltage;

    /**
     * Time and level of each change: nanoseconds, shifted left by one, and the level in bit 0. A ring when full; its
     * length is 0 at first, then a power of two.
     */
    private long[] history = {};

    private long changes;

    SimPin(Wiring wiring, String name, Line line) {
        this.wiring = wiring;
        this.name = name;
        this.line = line;
    }

    /** The board's name for the pin. */
    public String name() {
        return name;
    }

    /** The line of the GPIO chip. */
    public Line line() {
        return line;
    }

    /**
     * Drives the pin from outside, until {@link #release}.
     *
     * @throws PinException if the program, or a pin wired to this one, drives the other level; nothing changes then
     */
    public SimPin drive(boolean high) {
        return become(DRIVEN | DRIVEN_HIGH, high ? DRIVEN | DRIVEN_HIGH : DRIVEN);
    }

    /** Ends {@link #drive}. */
    public SimPin release() {
        return become(DRIVEN | DRIVEN_HIGH, 0);
    }

    /**
     * Connects a pull resistor outside the processor, such as the pull-up of a breakout board. It does not change the program's pull.
     *
     * @param to the direction; null to remove the resistor
     */
    public SimPin resistor(@Nullable Pull to) {
        return become(RESISTOR_UP | RESISTOR_DOWN, bits(to == Pull.UP, to == Pull.DOWN, RESISTOR_UP, RESISTOR_DOWN));
    }

    /**
     * Puts a voltage on the pin, which the program's {@code AnalogIn} measures. The level stays as it is. At first the voltage is 0 V.
     *
     * @param volts any number; the simulated converters measure 0 to 3.3 V
     * @throws IllegalArgumentException if it is not a finite number
     */
    public SimPin voltage(double volts) {
        if (!Double.isFinite(volts)) {
            throw new IllegalArgumentException("%s V on %s: expected a finite number".formatted(volts, name));
        }
        voltage = () -> volts;
        return this;
    }

    /** Puts a voltage on the pin that each measurement asks for, such as that of a knob. */
    public SimPin voltage(DoubleSupplier volts) {
        voltage = volts;
        return this;
    }

    /** The voltage that is on the pin, in V. */
    public double voltage() {
        DoubleSupplier source = voltage;
        return source == null ? 0 : source.getAsDouble();
    }

    /**
     * True if something drives the level: {@link #drive}, or an output of the program that is not open-drain or is low; on this pin, or on
     * one that is wired to it. False if only a pull decides.
     */
    public boolean isDriven() {
        return wiring.clock.locked(() -> wire.pins.stream().anyMatch(SimPin::drives));
    }

    private boolean drives() {
        boolean output = (state & OUTPUT) != 0 && ((state & OPEN_DRAIN) == 0 || (state & VALUE) == 0);
        return output || (state & DRIVEN) != 0;
    }

    /** Makes this pin show a PWM output. */
    void add(SimPwm pwm) {
        wiring.lock.lock();
        try {
            pwms.add(pwm);
            share();
        } finally {
            wiring.lock.unlock();
        }
    }

    /** Makes all PWM outputs on the wire show what the one does that the program has open. The lock is held. */
    void share() {
        wire.share();
    }

    /** The present level; true is high. */
    public boolean level() {
        return level;
    }

    /** True if the program has made the pin an output. */
    public boolean isOutput() {
        return has(OUTPUT);
    }

    /** True if the program has made the pin an open-drain output. */
    public boolean isOpenDrain() {
        return has(OPEN_DRAIN);
    }

    /** The program's pull resistor; null for none. */
    public @Nullable Pull pull() {
        return has(PULL_UP) ? Pull.UP : has(PULL_DOWN) ? Pull.DOWN : null;
    }

    /** True if the program or {@link #heldBy another one} uses the pin. */
    public boolean isHeld() {
        return holder() != null;
    }

    /** The user of the pin, as the kernel would show it; null if the pin is free. */
    public @Nullable String holder() {
        return holder;
    }

    /**
     * Makes another program or the kernel the user of the pin, so that opening it fails. At first the kernel uses the chip selects
     * of the default SPI bus.
     *
     * @param program the user; null to free the pin
     * @throws IllegalStateException if the program under test uses the pin
     */
    public SimPin heldBy(@Nullable String program) {
        wiring.lock.lock();
        try {
            if (port != null || analog != null) {
                throw new IllegalStateException("%s is open in this program. Close it first.".formatted(name));
            }
            holder = program;
        } finally {
            wiring.lock.unlock();
        }
        return this;
    }

    /**
     * Calls {@code listener} at each change of level, without the board's lock. For what is connected to the pin: a chip, a
     * display.
     */
    public SimPin onLevel(LevelListener listener) {
        add(listeners, listener);
        return this;
    }

    /**
     * Calls {@code listener} when the program makes the pin an output or an input, also if the level stays the same. After the listeners
     * of the level, and in the same way.
     */
    public SimPin onDirection(DirectionListener listener) {
        wiring.clock.locked(() -> directions.add(listener));
        return this;
    }

    /** Calls a part of the simulator at each change of level, before all listeners and with the lock held. */
    void connect(LevelListener part) {
        add(parts, part);
    }

    private void add(List<LevelListener> to, LevelListener listener) {
        wiring.lock.lock();
        try {
            to.add(listener);
        } finally {
            wiring.lock.unlock();
        }
    }

    /** The changes since the start or {@link #clearHistory}, at most the latest 65,536. */
    public List<Change> history() {
        wiring.lock.lock();
        try {
            List<Change> list = new ArrayList<>();
            for (long i = Math.max(0, changes - history.length); i < changes; i++) {
                long change = history[(int) i & (history.length - 1)];
                list.add(new Change(Duration.ofNanos(change >>> 1), (change & 1) != 0));
            }
            return list;
        } finally {
            wiring.lock.unlock();
        }
    }

    /** Forgets the changes so far. */
    public SimPin clearHistory() {
        wiring.clock.locked(() -> changes = 0);
        return this;
    }

    @Override
    public String toString() {
        return name;
    }

    Port open(String consumer) {
        wiring.lock.lock();
        try {
            requireFree();
            holder = consumer;
            Port opened = new Port();
            port = opened;
            return opened;
        } finally {
            wiring.lock.unlock();
        }
    }

    AnalogPort openAnalog(AnalogInput input) {
        return wiring.clock.locked(() -> {
            requireFree();
            holder = ANALOG;
            AnalogPort opened = new Analog(input);
            analog = opened;
            return opened;
        });
    }

    private void requireFree() {
        if (holder != null) {
            throw new PinException(
                    "%s (%s) is held by '%s'. Stop that program, or choose another pin.".formatted(name, line, holder));
        }
    }

    /** Joins the wires of both pins. The lock is held. */
    void connect(SimPin other) {
        Wire mine = wire;
        Wire others = other.wire;
        if (mine.equals(others)) {
            return;
        }
        Wire joined = new Wire(mine, others);
        boolean to = joined.resolve();
        for (SimPin pin : joined.pins) {
            pin.wire = joined;
        }
        joined.level(to);
        joined.share();
        wiring.tell();
    }

    /** Takes this pin off its wire. */
    void disconnect() {
        wiring.lock.lock();
        try {
            Wire rest = wire.without(this);
            wire = new Wire(this);
            wire.level(wire.resolve());
            for (SimPin pin : rest.pins) {
                pin.wire = rest;
            }
            rest.level(rest.resolve());
            wire.share();
            rest.share();
            wiring.tell();
        } finally {
            wiring.lock.unlock();
        }
    }

    private boolean has(int bit) {
        return wiring.clock.locked(() -> (state & bit) != 0);
    }

    private SimPin become(int mask, int bits) {
        wiring.clock.locked(() -> change((state & ~mask) | bits));
        return this;
    }

    /** Changes the state and calls listeners. A short circuit changes nothing. The lock is held. */
    private void change(int next) {
        apply(next);
        wiring.tell();
    }

    /** Changes the state. The caller calls the listeners. */
    private void apply(int next) {
        int before = state;
        if (next == before) {
            return;
        }
        state = next;
        boolean to;
        try {
            to = wire.resolve();
        } catch (PinException e) {
            state = before;
            throw e;
        }
        wire.level(to);
        if (((before ^ next) & OUTPUT) != 0) {
            for (DirectionListener listener : directions) {
                wiring.tellWorldLater(() -> listener.direction((next & OUTPUT) != 0));
            }
        }
    }

    private void changed(boolean to) {
        level = to;
        // The program may have changed the pin after the time at which a late event was due.
        long now = Math.max(wiring.clock.moment(), lastChange());
        if (changes >= history.length && history.length < LONGEST_HISTORY) {
            history = Arrays.copyOf(history, Math.max(FIRST_HISTORY, 2 * history.length));
        }
        history[(int) changes++ & (history.length - 1)] = (now << 1) | (to ? 1 : 0);
        for (int i = 0; i < parts.size(); i++) {
            LevelListener part = parts.get(i);
            wiring.tellSimulatorLater(() -> part.level(to));
        }
        for (int i = 0; i < listeners.size(); i++) {
            LevelListener listener = listeners.get(i);
            wiring.tellWorldLater(() -> listener.level(to));
        }
        if (port != null && port.watch != null) {
            port.watch.changed(to, now);
        }
    }

    private long lastChange() {
        return changes == 0 ? 0 : history[(int) (changes - 1) & (history.length - 1)] >> 1;
    }

    private static int bits(boolean isUp, boolean isDown, int up, int down) {
        return isUp ? up : isDown ? down : 0;
    }

    /** Pins that are wired together. */
    private static final class Wire {
        private final List<SimPin> pins = new ArrayList<>(1);

        private Wire(SimPin pin) {
            pins.add(pin);
        }

        private Wire(Wire one, Wire other) {
            pins.addAll(one.pins);
            pins.addAll(other.pins);
        }

        private Wire without(SimPin pin) {
            Wire rest = new Wire(pin);
            rest.pins.clear();
            rest.pins.addAll(pins);
            rest.pins.remove(pin);
            return rest;
        }

        private void share() {
            SimPwm source = null;
            for (SimPin pin : pins) {
                for (SimPwm pwm : pin.pwms) {
                    source = pwm.isOpen() ? pwm : source;
                }
            }
            for (SimPin pin : pins) {
                for (SimPwm pwm : pin.pwms) {
                    if (!pwm.isOpen()) {
                        pwm.show(source);
                    }
                }
            }
        }

        /** The level that follows from drivers and pulls. */
        private boolean resolve() {
            String high = null;
            String low = null;
            boolean up = false;
            boolean down = false;
            for (int i = 0; i < pins.size(); i++) {
                SimPin pin = pins.get(i);
                int state = pin.state;
                if ((state & OUTPUT) != 0) {
                    if ((state & VALUE) == 0) {
                        low = pin.name;
                    } else if ((state & OPEN_DRAIN) == 0) {
                        high = pin.name;
                    }
                }
                up |= (state & (PULL_UP | RESISTOR_UP)) != 0;
                down |= (state & (PULL_DOWN | RESISTOR_DOWN)) != 0;
            }
            for (int i = 0; i < pins.size(); i++) {
                SimPin pin = pins.get(i);
                if ((pin.state & DRIVEN) == 0) {
                    continue;
                }
                boolean toHigh = (pin.state & DRIVEN_HIGH) != 0;
                if ((toHigh ? low : high) != null) {
                    throw shortCircuit(
                            toHigh ? pin.name + " from outside" : high, toHigh ? low : pin.name + " from outside");
                }
                if (toHigh) {
                    high = pin.name + " from outside";
                } else {
                    low = pin.name + " from outside";
                }
            }
            if (high != null && low != null) {
                throw shortCircuit(high, low);
            }
            return high != null || (low == null && up && !down);
        }

        private static PinException shortCircuit(@Nullable String high, @Nullable String low) {
            return new PinException(
                    "short circuit: %s drives high and %s drives low. Make one of them an input, or remove the wire."
                            .formatted(high, low));
        }

        private void level(boolean to) {
            for (int i = 0; i < pins.size(); i++) {
                SimPin pin = pins.get(i);
                if (pin.level != to) {
                    pin.changed(to);
                }
            }
        }
    }

    /** The pin as the input of a converter. */
    private final class Analog implements AnalogPort {
        private final AnalogInput input;
        private volatile boolean closed;

        private Analog(AnalogInput input) {
            this.input = input;
        }

        @Override
        public int read() {
            if (closed) {
                throw new IllegalStateException("%s is closed".formatted(name()));
            }
            wiring.clock.polled();
            double part = Math.max(0, Math.min(1, voltage() / REFERENCE_VOLTAGE));
            return (int) Math.round(HIGHEST_VALUE * part);
        }

        @Override
        public double referenceVoltage() {
            return REFERENCE_VOLTAGE;
        }

        @Override
        public String name() {
            return input.unit();
        }

        @Override
        public void close() {
            wiring.clock.locked(() -> {
                if (!closed) {
                    closed = true;
                    analog = null;
                    holder = null;
                }
            });
        }

        @Override
        public String toString() {
            return name();
        }
    }

    /** The pin as the program sees it. */
    final class Port implements GpioPort {
        private volatile boolean closed;
        private @Nullable Watch watch;

        @Override
        public void input(Bias bias) {
            open();
            turn(asInput(bias), false);
        }

        private static int asInput(Bias bias) {
            return bits(bias == Bias.PULL_UP, bias == Bias.PULL_DOWN, PULL_UP, PULL_DOWN);
        }

        /** The watch begins before listeners hear of the change, so it misses nothing that they cause. */
        @Override
        public void input(Bias bias, EdgeListener listener) {
            open();
            wiring.clock.locked(() -> {
                stopWatch();
                apply((state & ~PROGRAM) | asInput(bias));
                watch = new Watch(wiring, true, true, 0, new AtomicLong(), listener, level);
                wiring.tell();
            });
        }

        @Override
        public void output(boolean value, boolean openDrain) {
            open();
            turn(OUTPUT | (openDrain ? OPEN_DRAIN : 0) | (value ? VALUE : 0), true);
        }

        @Override
        public void drive(boolean openDrain) {
            open();
            wiring.clock.locked(() -> {
                requireOutput();
                change(openDrain ? state | OPEN_DRAIN : state & ~OPEN_DRAIN);
            });
        }

        /** @param to what the program asks for, of the bits of {@link #PROGRAM} */
        private void turn(int to, boolean endsWatch) {
            wiring.lock.lock();
            try {
                // The output's own change is not an edge. After an error the watch continues.
                Watch before = watch;
                if (endsWatch) {
                    watch = null;
                }
                try {
                    apply((state & ~PROGRAM) | to);
                } catch (PinException e) {
                    watch = before;
                    throw e;
                }
                if (endsWatch && before != null) {
                    before.end();
                }
                wiring.tell();
            } finally {
                wiring.lock.unlock();
            }
        }

        @Override
        public boolean read() {
            open();
            wiring.clock.polled();
            return level;
        }

        @Override
        public void write(boolean value) {
            open();
            wiring.clock.polled();
            wiring.lock.lock();
            try {
                requireOutput();
                change(value ? state | VALUE : state & ~VALUE);
            } finally {
                wiring.lock.unlock();
            }
        }

        private void requireOutput() {
            if ((state & OUTPUT) == 0) {
                throw new IllegalStateException("%s is an input. Make it an output first.".formatted(name));
            }
        }

        @Override
        public void watch(boolean rising, boolean falling, long debounceNanos, EdgeListener listener) {
            watch(rising, falling, debounceNanos, new AtomicLong(), listener);
        }

        /** @param edges counts the edges; pins of a group share one */
        void watch(boolean rising, boolean falling, long debounceNanos, AtomicLong edges, EdgeListener listener) {
            open();
            wiring.lock.lock();
            try {
                if ((state & OUTPUT) != 0) {
                    throw new IllegalStateException(
                            "%s is an output and has no edges. Make it an input first.".formatted(name));
                }
                stopWatch();
                watch = new Watch(wiring, rising, falling, debounceNanos, edges, listener, level);
            } finally {
                wiring.lock.unlock();
            }
        }

        @Override
        public void unwatch() {
            Watch ended;
            wiring.lock.lock();
            try {
                ended = stopWatch();
            } finally {
                wiring.lock.unlock();
            }
            if (ended != null) {
                ended.awaitListener();
            }
        }

        @Override
        public void close() {
            Watch ended;
            wiring.lock.lock();
            try {
                if (closed) {
                    return;
                }
                closed = true;
                ended = stopWatch();
            } finally {
                wiring.lock.unlock();
            }
            // Without the lock, because the listener may need it; and before another port can be opened.
            if (ended != null) {
                ended.awaitListener();
            }
            wiring.lock.lock();
            try {
                port = null;
                holder = null;
                change(state & ~PROGRAM);
            } finally {
                wiring.lock.unlock();
            }
        }

        private @Nullable Watch stopWatch() {
            Watch ended = watch;
            if (ended != null) {
                ended.end();
                watch = null;
            }
            return ended;
        }

        private void open() {
            if (closed) {
                throw new IllegalStateException("%s is closed".formatted(name));
            }
        }

        @Override
        public String toString() {
            return name;
        }
    }

    /** Reports edges to the program. The lock guards all fields but those below the comment. */
    private static final class Watch {
        private final Wiring wiring;
        private final boolean rising;
        private final boolean falling;
        private final long debounceNanos;
        private final AtomicLong edges;
        private final GpioPort.EdgeListener listener;
        private boolean reported;
        private SimClock.@Nullable Event settling;

        // Guarded by this object's monitor.
        private boolean ended;
        private @Nullable Thread teller;

        private Watch(
                Wiring wiring,
                boolean rising,
                boolean falling,
                long debounceNanos,
                AtomicLong edges,
                GpioPort.EdgeListener listener,
                boolean level) {
            this.wiring = wiring;
            this.rising = rising;
            this.falling = falling;
            this.debounceNanos = debounceNanos;
            this.edges = edges;
            this.listener = listener;
            this.reported = level;
        }

        private void changed(boolean to, long now) {
            if (debounceNanos == 0) {
                edge(to, now);
                return;
            }
            if (settling != null) {
                settling.cancel();
                settling = null;
            }
            if (to != reported) {
                settling = wiring.clock.afterNanos(debounceNanos, () -> {
                    settling = null;
                    reported = to;
                    edge(to, wiring.clock.moment());
                    wiring.tell();
                });
            }
        }

        private void edge(boolean to, long now) {
            if (to ? rising : falling) {
                long sequence = edges.incrementAndGet();
                wiring.tellProgramLater(() -> tell(to, now, sequence));
            }
        }

        /** Without the lock. */
        private void tell(boolean to, long now, long sequence) {
            synchronized (this) {
                if (ended) {
                    return;
                }
                teller = Thread.currentThread();
            }
            try {
                listener.edge(to, now, sequence);
            } finally {
                synchronized (this) {
                    teller = null;
                    notifyAll();
                }
            }
        }

        /** Waits for a call that is under way on another thread. Without the lock. */
        private synchronized void awaitListener() {
            EdgeThread.awaitListener(this, () -> teller != null && teller != Thread.currentThread());
        }

        private void end() {
            synchronized (this) {
                ended = true;
            }
            if (settling != null) {
                settling.cancel();
                settling = null;
            }
        }
    }
}
