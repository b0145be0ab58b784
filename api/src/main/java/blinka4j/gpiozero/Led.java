// SPDX-License-Identifier: MIT
package blinka4j.gpiozero;

import blinka4j.digitalio.DigitalInOut;
import blinka4j.hardware.CurrentBoard;
import blinka4j.microcontroller.Pin;
import blinka4j.provider.Clock;
import blinka4j.provider.GpioPort;
import java.lang.ref.WeakReference;
import org.jspecify.annotations.Nullable;

/**
 * A LED that can blink in the background.
 *
 * <pre>{@code
 * try (Led led = new Led(Board.D18)) {
 *     led.blink(0.5, 0.5);
 *     sleep(10);
 * }
 * }</pre>
 *
 * <p>Between two changes a blinking LED needs no processor time. Keep a reference to it: a LED that is garbage stops blinking, and is
 * closed with a warning. Threads may share a LED. Source of the behaviour: gpiozero's {@code LED}.
 */
public final class Led implements AutoCloseable {
    private final DigitalInOut pin;
    private final Clock clock;
    private final boolean activeHigh;
    // Guarded by this.
    private @Nullable Blink blink;

    /** A LED between the pin and ground, off at first. */
    public Led(Pin pin) {
        this(pin, true);
    }

    /**
     * A LED that is off at first.
     *
     * @param activeHigh false if a low level lights it, as between the pin and the supply
     * @throws blinka4j.PinException if the board has no such pin, or if it is in use
     */
    public Led(Pin pin, boolean activeHigh) {
        this(new DigitalInOut(pin), pin.hardware().provider().clock(), activeHigh);
    }

    /** For a pin that is not on the board itself, such as that of an I/O expander: active high, off at first. */
    public Led(GpioPort port) {
        this(new DigitalInOut(port), CurrentBoard.clock(), true);
    }

    private Led(DigitalInOut pin, Clock clock, boolean activeHigh) {
        this.pin = pin;
        this.clock = clock;
        this.activeHigh = activeHigh;
        try {
            pin.switchToOutput(!activeHigh);
        } catch (RuntimeException | Error e) {
            try (pin) {
                throw e;
            }
        }
    }

    /** Lights the LED, and ends {@link #blink}. */
    public void on() {
        value(true);
    }

    /** Switches the LED off, and ends {@link #blink}. */
    public void off() {
        value(false);
    }

    /** Switches the LED on if it is off, and off if it is on. Ends {@link #blink}. */
    public synchronized void toggle() {
        value(!value());
    }

    /** True if the LED is on at this moment. */
    public synchronized boolean value() {
        return pin.value() == activeHigh;
    }

    /** Switches the LED on or off, and ends {@link #blink}. */
    public synchronized void value(boolean on) {
        end();
        light(on);
    }

    /** The same as {@link #value()}. */
    public boolean isLit() {
        return value();
    }

    /** Blinks until the next call of another method that switches it. */
    public void blink(double onSeconds, double offSeconds) {
        blink(onSeconds, offSeconds, 0);
    }

    /**
     * Blinks in the background, and begins at once. Each change has a time that counts from the beginning, so the pulses do not drift.
     *
     * @param onSeconds s, more than 0
     * @param offSeconds s, more than 0
     * @param times how often the LED is lit, after which it is off; 0 for no end
     */
    public synchronized void blink(double onSeconds, double offSeconds, int times) {
        long on = Seconds.positive("an on time", onSeconds);
        long off = Seconds.positive("an off time", offSeconds);
        if (times < 0) {
            throw new IllegalArgumentException(
                    "a LED cannot blink %s times. The number must be 0 or more; 0 is no end.".formatted(times));
        }
        end();
        light(true);
        Blink started = new Blink(new WeakReference<>(this), clock, on, off, times);
        blink = started;
        started.plan();
    }

    private void light(boolean on) {
        pin.value(on == activeHigh);
    }

    private void end() {
        Blink running = blink;
        blink = null;
        if (running != null && running.next != null) {
            running.next.cancel();
        }
    }

    private synchronized void step(Blink from) {
        if (blink == from && !pin.isClosed()) {
            light(from.turn());
            from.plan();
        }
    }

    /** One call of {@link #blink}. The clock keeps it, and it does not keep its LED, which may become garbage. */
    private static final class Blink {
        private final WeakReference<Led> led;
        private final Clock clock;
        private final long on;
        private final long off;
        private final int times;
        private boolean lit = true;
        private int done;
        private long due;
        private Clock.@Nullable Alarm next;

        Blink(WeakReference<Led> led, Clock clock, long on, long off, int times) {
            this.led = led;
            this.clock = clock;
            this.on = on;
            this.off = off;
            this.times = times;
            due = clock.nanos();
        }

        /** True if the LED is lit after the change that is due. */
        boolean turn() {
            lit = !lit;
            return lit;
        }

        /** Plans the next change, if there is one. */
        void plan() {
            if (!lit && ++done == times) {
                return;
            }
            due += lit ? on : off;
            next = clock.after(Math.max(0, due - clock.nanos()), () -> {
                Led there = led.get();
                if (there != null) {
                    there.step(this);
                }
            });
        }
    }

    /** True if this or its board was closed. */
    public boolean isClosed() {
        return pin.isClosed();
    }

    /** Ends {@link #blink}, switches the LED off, and frees the pin. Closing again does nothing. */
    @Override
    public void close() {
        synchronized (this) {
            end();
        }
        pin.close();
    }

    @Override
    public String toString() {
        return "Led on " + pin;
    }
}
