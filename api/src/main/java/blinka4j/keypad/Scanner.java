// SPDX-License-Identifier: MIT
package blinka4j.keypad;

import blinka4j.HardwareException;
import blinka4j.hardware.Ticks;
import blinka4j.provider.Clock;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Reads keys that have no edges of their own again and again, and counts how often a key was pressed. Has no reference to the program's
 * object, which may become garbage.
 */
abstract class Scanner implements Runnable {
    final KeyPins pins;
    private final EventQueue events;
    private final Clock clock;
    private final long intervalNanos;
    private final int threshold;
    /**
     * For each key the threshold if it is pressed and minus the threshold if it is released. A scan that reads the other state moves it
     * by 1. At 0 the key changes.
     */
    private final byte[] counters;

    private final ReentrantLock lock = new ReentrantLock();
    private Clock.@Nullable Alarm next;
    private boolean ended;

    Scanner(KeyPins pins, Settings settings, int keyCount) {
        this.pins = pins;
        clock = pins.clock();
        events = new EventQueue(settings.maxEvents(), clock);
        intervalNanos = settings.intervalNanos();
        threshold = settings.debounceThreshold();
        counters = new byte[keyCount];
        release();
    }

    /** Reads all keys and calls {@link #read} for each. */
    abstract void scan();

    /** Begins to scan. */
    final void start(Object owner) {
        lock.lock();
        try {
            next = clock.after(intervalNanos, this);
        } finally {
            lock.unlock();
        }
        pins.beforeClose(this::end);
        pins.guard(owner);
    }

    @Override
    public final void run() {
        lock.lock();
        try {
            if (ended) {
                return;
            }
            try {
                scan();
            } catch (HardwareException | IllegalStateException e) {
                events.fail(e);
            }
            // On a simulated board, a listener may have closed the keys during the scan.
            if (!ended) {
                next = clock.after(intervalNanos, this);
            }
        } finally {
            lock.unlock();
        }
    }

    /** A scan has read a key. */
    final void read(int key, boolean isPressed) {
        int before = counters[key];
        if (isPressed ? before == threshold : before == -threshold) {
            return;
        }
        int now = before + (isPressed ? 1 : -1);
        if (now == 0) {
            now = isPressed ? threshold : -threshold;
            events.add(key, isPressed, Ticks.millis(clock.nanos()));
        }
        counters[key] = (byte) now;
    }

    /** Waits a moment until the levels are stable. Real levels need real time, simulated ones need none. */
    static void settle(long nanos) {
        Clock.system().delay(nanos);
    }

    private void release() {
        for (int key = 0; key < counters.length; key++) {
            counters[key] = (byte) -threshold;
        }
    }

    final void reset() {
        pins.requireOpen();
        lock.lock();
        try {
            release();
        } finally {
            lock.unlock();
        }
    }

    final EventQueue events() {
        pins.requireOpen();
        return events;
    }

    final int keyCount() {
        pins.requireOpen();
        return counters.length;
    }

    /** Ends the scans. Waits for one that is under way on another thread. */
    private void end() {
        lock.lock();
        try {
            ended = true;
            Clock.Alarm due = next;
            if (due != null) {
                due.cancel();
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public final String toString() {
        return pins.toString();
    }
}
