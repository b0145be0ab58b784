// SPDX-License-Identifier: MIT
package blinka4j.keypad;

import blinka4j.hardware.CurrentBoard;
import blinka4j.hardware.Ticks;
import org.jspecify.annotations.Nullable;

/**
 * A key was pressed or released. Events are equal if their key numbers are, and both were pressed or both released. Their
 * timestamps do not matter.
 */
public final class Event {
    private int keyNumber;
    private boolean pressed;
    private int timestamp;

    /** Key 0 was pressed: an event to pass to {@link EventQueue#getInto}. */
    public Event() {
        this(0, true);
    }

    /**
     * Has the present time of the current board.
     *
     * @param keyNumber 0 or more
     */
    public Event(int keyNumber, boolean pressed) {
        this(keyNumber, pressed, Ticks.millis(CurrentBoard.clock().nanos()));
    }

    /**
     * @param keyNumber 0 or more
     * @param timestamp as in {@link #timestamp}
     */
    public Event(int keyNumber, boolean pressed, int timestamp) {
        if (keyNumber < 0) {
            throw new IllegalArgumentException(
                    "an event cannot have the key number %s. It must be 0 or more.".formatted(keyNumber));
        }
        become(keyNumber, pressed, timestamp);
    }

    void become(int newKeyNumber, boolean newPressed, int newTimestamp) {
        keyNumber = newKeyNumber;
        pressed = newPressed;
        timestamp = newTimestamp;
    }

    /** Returns the number of the key, from 0. */
    public int keyNumber() {
        return keyNumber;
    }

    /** True if the key was pressed. */
    public boolean pressed() {
        return pressed;
    }

    /** True if the key was released. */
    public boolean released() {
        return !pressed;
    }

    /**
     * Returns the time of the event in ms, as {@code Supervisor.ticksMs()} counts them. A kernel that reports the edges of a key also
     * takes their time.
     */
    public int timestamp() {
        return timestamp;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Event event && keyNumber == event.keyNumber && pressed == event.pressed;
    }

    @Override
    public int hashCode() {
        return keyNumber;
    }

    /** Returns what CircuitPython prints: {@code <Event: key_number 1 pressed>}. */
    @Override
    public String toString() {
        return "<Event: key_number %s %s>".formatted(keyNumber, pressed ? "pressed" : "released");
    }
}
