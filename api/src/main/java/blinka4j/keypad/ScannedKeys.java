// SPDX-License-Identifier: MIT
package blinka4j.keypad;

import java.lang.ref.Reference;

/** The program's end of a {@link Scanner}. */
abstract class ScannedKeys implements AutoCloseable {
    private final Scanner scanner;

    ScannedKeys(Scanner scanner) {
        this.scanner = scanner;
        scanner.start(this);
    }

    /** Returns the queue of the events, always the same one. */
    public EventQueue events() {
        return scanner.events();
    }

    /** Returns the number of keys, of all rows and columns or of all data pins. */
    public int keyCount() {
        return scanner.keyCount();
    }

    /** Makes all keys count as released. A key that is pressed is reported as pressed again. The queue stays as it is. */
    public void reset() {
        scanner.reset();
    }

    /** True if the keys were closed, by themselves or with their board. */
    public boolean isClosed() {
        return scanner.pins.isClosed();
    }

    /** Ends the scans and frees the pins. Events in the queue can still be taken. Closing again does nothing. */
    @Override
    public void close() {
        try {
            scanner.pins.close();
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    @Override
    public String toString() {
        return scanner.toString();
    }
}
