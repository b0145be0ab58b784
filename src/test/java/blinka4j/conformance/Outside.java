// SPDX-License-Identifier: MIT
package blinka4j.conformance;

import java.time.Duration;
import java.util.List;

/**
 * The other side of the pins and buses of a guest, or of the simulated board. Suites of hardware that a guest lacks do not run: see
 * {@link Site#has}.
 */
public interface Outside {
    /** Makes an input high or low, from outside. */
    void drive(String pin, boolean high);

    /** Stops driving an input, so that its pull decides. */
    void release(String pin);

    /** The level of the wire, seen from outside. */
    boolean level(String pin);

    /** The level changes of an output since the start, in order. */
    List<Boolean> changes(String pin);

    /** True if the program drives the line. */
    boolean isDriven(String pin);

    /**
     * The state of the line, as {@code gpioinfo} prints it: its consumer or {@code unused}, its direction, and
     * {@code pull-up}, {@code pull-down}, {@code bias-disabled}, {@code open-drain} if they are set.
     */
    String info(String pin);

    /** Makes an input high and low in turn. Waits for the system before each change. */
    default void toggle(String pin, int times) {
        for (int i = 0; i < times; i++) {
            drive(pin, i % 2 == 0);
            awaitEdgeTaken(pin);
        }
    }

    /** Waits until the system has handled all edges so far. Without this, two edges can become one. */
    default void awaitEdgeTaken(String pin) {
        throw new UnsupportedOperationException("there are no edges here");
    }

    /** Lets simulated time pass. Does nothing in real time. */
    default void pass(Duration time) {}

    /** Has another program hold a line until it is closed. */
    AutoCloseable hold(String pin);

    /** Has a driver of the kernel hold an I2C address until it is closed. */
    default AutoCloseable bind(String address) {
        throw new UnsupportedOperationException("no kernel has a bus here");
    }

    /**
     * Unbinds the driver of an open bus until the result is closed. Does not wait until the program has closed the bus.
     */
    default AutoCloseable takeAway(Feature kind) {
        throw new UnsupportedOperationException("no driver of a bus can go here");
    }

    /** Sends bytes to the serial port. */
    default void send(byte[] bytes) {
        throw new UnsupportedOperationException("there is no serial port here");
    }

    /** Waits for this number of bytes from the program's serial port. */
    default byte[] receive(int count) {
        throw new UnsupportedOperationException("there is no serial port here");
    }
}
