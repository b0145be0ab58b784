// SPDX-License-Identifier: MIT
package blinka4j.sim;

import blinka4j.provider.BoardDefinition.PwmChannel;
import blinka4j.provider.GpioPort;
import blinka4j.provider.PwmPort;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A PWM output of a {@link SimBoard}, as an oscilloscope shows it: period, high time, and the changes so far. It is that of a PWM
 * controller, or one in software, or what a {@linkplain SimBoard#wire wire} brings from another pin.
 *
 * <p>Single pulses are not simulated. While the output runs, its {@link SimPin} is an output with the level at the beginning of a
 * period: high, or low if the duty cycle is 0.
 *
 * <p>The output of a {@code PulseOut} is a {@code SimPwm} as well: each pulse is a change to the duty cycle of the carrier, and each pause
 * a change to 0.
 */
public final class SimPwm {
    /** The user of the pin, as on real hardware. */
    private static final String CONSUMER = "blinka4j";

    /** Called at each change, without the board's lock. For what is connected: a lamp, a servo. */
    public interface ChangeListener {
        void changed(Change change);
    }

    /**
     * A change of the output.
     *
     * @param time the time since the start of the board's clock
     * @param period the period from then on; zero if the output was stopped
     * @param highTime the high part of each period
     */
    public record Change(Duration time, Duration period, Duration highTime) {
        /** The high part of each period, 0 to 1; 0 if the output was stopped. */
        public double dutyCycle() {
            return period.isZero() ? 0 : (double) highTime.toNanos() / period.toNanos();
        }
    }

    private static final int LONGEST_HISTORY = 1 << 16;

    private final PwmChannel channel;
    private final Wiring wiring;
    private final SimClock clock;
    private final @Nullable SimPin pin;
    private final Deque<Change> history = new ArrayDeque<>();
    private final List<ChangeListener> listeners = new ArrayList<>();
    private @Nullable Port port;
    private long periodNanos;
    private long highNanos;

    SimPwm(PwmChannel channel, Wiring wiring, @Nullable SimPin pin) {
        this.channel = channel;
        this.wiring = wiring;
        this.clock = wiring.clock;
        this.pin = pin;
        if (pin != null) {
            pin.add(this);
        }
    }

    /** Controller and channel, such as {@code fe20c000.pwm:0}; {@code software:4} for one in software on line 4. */
    public String output() {
        return channel.device() + ":" + channel.channel();
    }

    /** The pin of the output; null if the board has no pin for it. */
    public @Nullable SimPin pin() {
        return pin;
    }

    /** True while the program uses the output, or one on its wire, also with a duty cycle of 0. */
    public boolean isRunning() {
        return !period().isZero();
    }

    /** The period; zero while the output is stopped. */
    public Duration period() {
        return Duration.ofNanos(read(true));
    }

    /** The high part of each period. */
    public Duration highTime() {
        return Duration.ofNanos(read(false));
    }

    /** The frequency in Hz; 0 while the output is stopped. */
    public double frequency() {
        long period = read(true);
        return period == 0 ? 0 : 1e9 / period;
    }

    /** The high part of each period, 0 to 1; 0 while the output is stopped. */
    public double dutyCycle() {
        return clock.locked(() -> now().dutyCycle());
    }

    /** The changes since the start or {@link #clearHistory}, at most the latest 65,536. */
    public List<Change> history() {
        return clock.locked(() -> List.copyOf(history));
    }

    /** Forgets the changes so far. */
    public SimPwm clearHistory() {
        clock.locked(history::clear);
        return this;
    }

    /** Calls {@code listener} at each change. */
    public SimPwm onChange(ChangeListener listener) {
        clock.locked(() -> listeners.add(listener));
        return this;
    }

    @Override
    public String toString() {
        return channel.toString();
    }

    private long read(boolean period) {
        return clock.locked(() -> period ? periodNanos : highNanos);
    }

    private Change now() {
        return new Change(clock.now(), Duration.ofNanos(periodNanos), Duration.ofNanos(highNanos));
    }

    /**
     * Opens the program's end.
     *
     * @throws blinka4j.PinException if another program uses the pin
     * @throws IllegalStateException if it is open
     */
    PwmPort open() {
        clock.lock.lock();
        try {
            if (port != null) {
                throw new IllegalStateException("%s is already open. Close it first.".formatted(this));
            }
            Port opened = new Port(pin == null ? null : pin.open(CONSUMER));
            port = opened;
            return opened;
        } finally {
            clock.lock.unlock();
        }
    }

    private void change(long toPeriod, long toHigh) {
        if (toPeriod == periodNanos && toHigh == highNanos) {
            return;
        }
        periodNanos = toPeriod;
        highNanos = toHigh;
        Change change = now();
        if (history.size() == LONGEST_HISTORY) {
            history.removeFirst();
        }
        history.addLast(change);
        for (ChangeListener listener : listeners) {
            wiring.tellWorldLater(() -> listener.changed(change));
        }
    }

    private void share() {
        if (pin != null) {
            pin.share();
        }
    }

    /** True if the program has this output open. The lock is held. */
    boolean isOpen() {
        return port != null;
    }

    /** Shows what another output on the wire has; nothing for null. The lock is held. */
    void show(@Nullable SimPwm source) {
        change(source == null ? 0 : source.periodNanos, source == null ? 0 : source.highNanos);
    }

    private final class Port implements PwmPort {
        private final @Nullable GpioPort line;
        private boolean closed;

        private Port(@Nullable GpioPort line) {
            this.line = line;
        }

        @Override
        public void set(long toPeriod, long toHigh) {
            if (toPeriod <= 0 || toHigh < 0 || toHigh > toPeriod) {
                throw new IllegalArgumentException(
                        "a period of %s ns with a high time of %s ns is out of range. Expected a period above 0 and a high time from 0 to the period."
                                .formatted(toPeriod, toHigh));
            }
            clock.lock.lock();
            try {
                if (closed) {
                    throw new IllegalStateException("%s is closed".formatted(output()));
                }
                if (line != null) {
                    line.output(toHigh > 0, false);
                }
                change(toPeriod, toHigh);
                share();
                wiring.tell();
            } finally {
                clock.lock.unlock();
            }
        }

        @Override
        public String name() {
            return output();
        }

        @Override
        public void close() {
            clock.lock.lock();
            try {
                if (!closed) {
                    closed = true;
                    port = null;
                    change(0, 0);
                    share();
                    if (line != null) {
                        line.close();
                    }
                    wiring.tell();
                }
            } finally {
                clock.lock.unlock();
            }
        }

        @Override
        public String toString() {
            return output();
        }
    }
}
