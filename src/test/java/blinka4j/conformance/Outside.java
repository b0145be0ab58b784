// SPDX-License-Identifier: MIT
package blinka4j.conformance;

import java.time.Duration;
import java.util.List;

/**
 * The other side of the pins and buses of a guest, or of the simulated board. What a guest has not got, its suites are not run
 * for: see {@link Site#has}.
 */
public interface Outside {
    /** Makes an input high or low, from outside. */
    void drive(String pin, boolean high);

    /** Lets go of an input, so that its pull decides. */
    void release(String pin);

    /** The level of the wire, seen from outside. */
    boolean level(String pin);

    /** The levels to which the program has driven an output since the start, in order, each a change. */
    List<Boolean> changes(String pin);

    /** Whether the program drives the line, rather than leaving it to others. */
    boolean isDriven(String pin);

    /**
     * What the system says of the line, as {@code gpioinfo} does: its consumer or {@code unused}, its direction, and
     * {@code pull-up}, {@code pull-down}, {@code bias-disabled}, {@code open-drain} where they are set.
     */
    String info(String pin);

    /** Makes an input high and low in turn, so many changes in all, each when the system has taken the one before. */
    default void toggle(String pin, int times) {
        for (int i = 0; i < times; i++) {
            drive(pin, i % 2 == 0);
            awaitEdgeTaken(pin);
        }
    }

    /** Waits until a program's edges before this have been taken by the system: two before that are one to it. */
    default void awaitEdgeTaken(String pin) {
        throw new UnsupportedOperationException("there are no edges here");
    }

    /** Lets time pass where it is simulated; elsewhere it does so by itself. */
    default void pass(Duration time) {}

    /** Has another program hold a line until it is closed. */
    AutoCloseable hold(String pin);

    /** Has a driver of the kernel hold an I2C address until it is closed. */
    default AutoCloseable bind(String address) {
        throw new UnsupportedOperationException("no kernel has a bus here");
    }

    /**
     * Takes the driver of an open bus away, until that is closed. Where the system waits with it until the program has closed
     * the bus, this does not.
     */
    default AutoCloseable takeAway(Feature kind) {
        throw new UnsupportedOperationException("no driver of a bus can go here");
    }

    /** Sends bytes to the serial port. */
    default void send(byte[] bytes) {
        throw new UnsupportedOperationException("there is no serial port here");
    }

    /** Waits for so many bytes that the program has sent through the serial port. */
    default byte[] receive(int count) {
        throw new UnsupportedOperationException("there is no serial port here");
    }
}
