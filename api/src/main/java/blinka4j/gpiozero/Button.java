// SPDX-License-Identifier: MIT
package blinka4j.gpiozero;

import blinka4j.SleepInterruptedException;
import blinka4j.hardware.EdgeInput;
import blinka4j.hardware.Hardware;
import blinka4j.microcontroller.Pin;
import blinka4j.provider.Clock;
import blinka4j.provider.GpioPort;
import blinka4j.provider.GpioPort.Bias;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A push button whose listeners are called in the background.
 *
 * <pre>{@code
 * try (Led led = new Led(Board.D18);
 *         Button button = new Button(Board.D4)) {
 *     button.whenPressed(led::on);
 *     button.whenReleased(led::off);
 *     sleep(60);
 * }
 * }</pre>
 *
 * <p>The kernel reports the edges; nothing polls the pin. A listener must be short. {@link #whenHeld} runs on a thread that all alarms
 * share, the others on the thread that reports the edges. A listener that throws ends no other listener and no later call. A button stays
 * open until it is closed, also if the program has no reference to it, because its listeners are still of use. Threads may share a
 * button. Source of the behaviour: gpiozero's {@code Button}.
 */
public final class Button implements AutoCloseable {
    private static final String FRONT = "Button";

    private final EdgeInput input;
    private final boolean pullUp;

    // Guarded by this.
    private final List<Wait> waits = new ArrayList<>();
    private @Nullable Runnable whenPressed;
    private @Nullable Runnable whenReleased;
    private @Nullable Runnable whenHeld;
    private double holdTime = 1;
    private boolean holdRepeat;
    private boolean pressed;
    /** So that the alarm of a press that has ended does nothing in the next one. */
    private int presses;

    private Clock.@Nullable Alarm hold;
    private boolean ended;

    /** A thread that waits for a press. */
    private static final class Wait {
        private final Thread thread = Thread.currentThread();
        private boolean over;
        /** True if it was interrupted by another before {@link #endWaits}. */
        private boolean wasInterrupted;
    }

    /** A button between the pin and ground, with the pull-up of the pin and without debounce. */
    public Button(Pin pin) {
        this(pin, true, 0);
    }

    /**
     * Takes the pin.
     *
     * @param pullUp true for a button to ground; false for a button to the supply, with a pull-down
     * @param bounceTime s, 0 or more: shorter levels are ignored
     * @throws blinka4j.PinException if the board has no such pin, or if it is in use
     * @throws blinka4j.NotAvailableException if the pin has no such pull, or its edges cannot be watched
     */
    public Button(Pin pin, boolean pullUp, double bounceTime) {
        this.pullUp = pullUp;
        long debounce = Seconds.orZero("a bounce time", bounceTime);
        Hardware hardware = Pin.required(pin, FRONT).hardware();
        input = new EdgeInput(FRONT, hardware, pin.name(), pullUp ? Bias.PULL_UP : Bias.PULL_DOWN);
        begin(debounce);
    }

    /** For a pin that is not on the board itself: a button to ground, without debounce. */
    public Button(GpioPort port) {
        pullUp = true;
        input = new EdgeInput(FRONT, port, Bias.PULL_UP);
        begin(0);
    }

    private void begin(long debounceNanos) {
        input.watch(true, true, debounceNanos, (rising, time, sequence) -> edge(rising != pullUp));
        try {
            synchronized (this) {
                pressed = isPressed();
            }
        } catch (RuntimeException | Error e) {
            try (input) {
                throw e;
            }
        }
        input.beforeClose(this::end);
    }

    private void edge(boolean down) {
        Runnable listener;
        synchronized (this) {
            if (ended || down == pressed) {
                return;
            }
            pressed = down;
            listener = down ? whenPressed : whenReleased;
            // Before the listener, which may throw.
            cancelHold();
            if (down) {
                presses++;
                if (whenHeld != null) {
                    planHold(presses);
                }
                endWaits();
            }
        }
        if (listener != null) {
            listener.run();
        }
    }

    private void planHold(int press) {
        hold = input.clock().after(Seconds.positive("a hold time", holdTime), () -> held(press));
    }

    private void cancelHold() {
        Clock.Alarm running = hold;
        hold = null;
        if (running != null) {
            running.cancel();
        }
    }

    private void held(int press) {
        Runnable listener;
        synchronized (this) {
            if (ended || !pressed || press != presses) {
                return;
            }
            listener = whenHeld;
            if (holdRepeat) {
                planHold(press);
            }
        }
        if (listener != null) {
            listener.run();
        }
    }

    /** True if the button is pressed at this moment. */
    public boolean isPressed() {
        input.requireOpen();
        return input.port().read() != pullUp;
    }

    /** Calls {@code listener} each time the button is pressed; null for none. Replaces the one before. */
    public synchronized void whenPressed(@Nullable Runnable listener) {
        input.requireOpen();
        whenPressed = listener;
    }

    /** Calls {@code listener} each time the button is released; null for none. Replaces the one before. */
    public synchronized void whenReleased(@Nullable Runnable listener) {
        input.requireOpen();
        whenReleased = listener;
    }

    /**
     * Calls {@code listener} when the button has been pressed for the {@link #holdTime(double)}; null for none. Replaces the one before.
     * Set while the button is pressed, the first listener counts from the next press.
     */
    public synchronized void whenHeld(@Nullable Runnable listener) {
        input.requireOpen();
        whenHeld = listener;
    }

    /** Returns the time in s after which a pressed button is held; 1 at first. */
    public synchronized double holdTime() {
        return holdTime;
    }

    /**
     * Sets the time after which a pressed button is held, from the next press on.
     *
     * @param seconds s, more than 0
     */
    public synchronized void holdTime(double seconds) {
        input.requireOpen();
        Seconds.positive("a hold time", seconds);
        holdTime = seconds;
    }

    /** True if {@link #whenHeld} is called again after each hold time; false at first. */
    public synchronized boolean holdRepeat() {
        return holdRepeat;
    }

    /** Calls {@link #whenHeld} again after each hold time, until the button is released, or only once. */
    public synchronized void holdRepeat(boolean repeat) {
        input.requireOpen();
        holdRepeat = repeat;
    }

    /**
     * Waits until the button is pressed. Returns at once if it is. Do not call it in a listener. The press ends the wait with an interrupt
     * of the library. Another interrupt that comes between the press and the return of this method may be lost with it.
     *
     * @param timeout the longest wait in s, 0 or more
     * @return false if the time is over
     * @throws SleepInterruptedException if the thread is interrupted; its interrupt status stays set
     * @throws IllegalStateException if the button is closed, also during the wait
     */
    public boolean waitForPress(double timeout) {
        long nanos = Seconds.orZero("a timeout", timeout);
        Wait wait = new Wait();
        synchronized (this) {
            input.requireOpen();
            requireNotEnded();
            if (isPressed()) {
                return true;
            }
            waits.add(wait);
        }
        InterruptedException interrupt = null;
        boolean over;
        boolean wasInterrupted;
        try {
            input.clock().sleep(nanos);
        } catch (InterruptedException e) {
            interrupt = e;
        } finally {
            synchronized (this) {
                waits.remove(wait);
                over = wait.over;
                wasInterrupted = wait.wasInterrupted;
            }
        }
        if (over) {
            // One interrupt was that of endWaits, which may also have come just after the sleep. Another one stays.
            boolean isInterrupted = Thread.interrupted();
            if (wasInterrupted || (isInterrupted && interrupt != null)) {
                Thread.currentThread().interrupt();
            }
            requireNotEnded();
        } else if (interrupt != null) {
            Thread.currentThread().interrupt();
            throw new SleepInterruptedException(
                    "interrupted while waiting for %s to be pressed.".formatted(this), interrupt);
        }
        return over;
    }

    /** An interrupt ends a wait on every clock, also that of a simulated board. */
    private void endWaits() {
        for (Wait each : waits) {
            each.over = true;
            each.wasInterrupted = each.thread.isInterrupted();
            each.thread.interrupt();
        }
        waits.clear();
    }

    private synchronized void requireNotEnded() {
        if (ended) {
            throw new IllegalStateException(
                    "%s was closed during the wait. Open it again with a new Button.".formatted(this));
        }
    }

    private synchronized void end() {
        ended = true;
        cancelHold();
        endWaits();
    }

    /** True if the button was closed, by itself or with its board. */
    public boolean isClosed() {
        return input.isClosed();
    }

    /** Ends all waits and listeners, and frees the pin. Closing again does nothing. */
    @Override
    public void close() {
        input.close();
    }

    @Override
    public String toString() {
        return input.toString();
    }
}
