// SPDX-License-Identifier: MIT
package blinka4j.keypad;

import blinka4j.hardware.Arguments;
import blinka4j.provider.Clock;
import org.jspecify.annotations.Nullable;

/** The events of {@code Keys}, a {@code KeyMatrix} or {@code ShiftRegisterKeys} that the program has not taken yet, oldest first. */
public final class EventQueue {
    /** A ring. The key number is shifted left by one, and bit 0 is 1 for a press. */
    private final int[] keys;

    private final int[] timestamps;
    private final Clock clock;
    private int first;
    private int length;
    private boolean overflowed;
    private @Nullable RuntimeException failure;

    EventQueue(int maxEvents, Clock clock) {
        this.clock = clock;
        keys = new int[maxEvents];
        timestamps = new int[maxEvents];
    }

    /** Drops the event if the queue is full. */
    synchronized void add(int keyNumber, boolean pressed, int timestamp) {
        if (length == keys.length) {
            overflowed = true;
            return;
        }
        int at = (first + length) % keys.length;
        keys[at] = keyNumber << 1 | (pressed ? 1 : 0);
        timestamps[at] = timestamp;
        length++;
    }

    /** Makes {@link #get} fail once, after the events that have come so far. */
    synchronized void fail(RuntimeException with) {
        failure = with;
    }

    /**
     * Takes the oldest event.
     *
     * @return null if there is none
     * @throws blinka4j.HardwareException if the keys cannot be read. A later call may succeed: they are read again
     */
    public @Nullable Event get() {
        Event event = new Event(0, false, 0);
        return getInto(event) ? event : null;
    }

    /**
     * Takes the oldest event, as {@link #get} does, and stores it in {@code event}. Allocates nothing.
     *
     * @return false if there is none; then {@code event} stays as it is
     */
    public boolean getInto(Event event) {
        Arguments.required(event, "getInto needs an event", "new Event()");
        // Without the monitor, because simulated time may pass, in which keys are pressed.
        clock.polled();
        return take(event);
    }

    private synchronized boolean take(Event event) {
        if (length == 0) {
            RuntimeException last = failure;
            if (last != null) {
                failure = null;
                throw last;
            }
            return false;
        }
        event.become(keys[first] >> 1, (keys[first] & 1) != 0, timestamps[first]);
        first = (first + 1) % keys.length;
        length--;
        return true;
    }

    /**
     * Drops all events, and makes {@link #overflowed} false. If the keys could not be read and {@link #get} has not said so yet, it still
     * does, once: otherwise a program that clears the queue often would never learn that the keys are gone.
     */
    public synchronized void clear() {
        length = 0;
        overflowed = false;
    }

    /** Returns the number of events. */
    public int length() {
        clock.polled();
        return count();
    }

    private synchronized int count() {
        return length;
    }

    /** True if an event came while the queue was full, and was dropped. */
    public synchronized boolean overflowed() {
        return overflowed;
    }

    @Override
    public String toString() {
        return "EventQueue(%s of %s)".formatted(count(), keys.length);
    }
}
