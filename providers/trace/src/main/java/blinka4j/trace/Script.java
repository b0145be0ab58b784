// SPDX-License-Identifier: MIT
package blinka4j.trace;

import blinka4j.provider.Clock;
import blinka4j.provider.LinesPort;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * What stands between the ports and the file. The ports make a text of each call. A recording does the call and writes it, a replay looks
 * it up. So both have the same ports, and a replay understands all that a recording writes.
 */
interface Script {
    /** The line of a port with one line only. */
    int ONLY_LINE = -1;

    /**
     * Makes a call.
     *
     * @param subject the kind and the name of the bus, pin or device
     * @param action makes the call on the real port and returns its result as text; a replay does not run it
     * @return the result; empty if there is none
     */
    String play(String subject, String call, Supplier<String> action);

    /**
     * Makes a call after which edges come.
     *
     * @param action makes the call on the real port, with the listener to use there
     */
    void watch(String subject, String call, LinesPort.EdgeListener listener, Consumer<LinesPort.EdgeListener> action);

    /**
     * Makes the call that reads from a serial port. The trace does not have the timeout.
     *
     * @param timeoutNanos how long the port waits
     */
    default String receive(String subject, int most, long timeoutNanos, Supplier<String> action) {
        return play(subject, "read " + most, action);
    }

    /** The time of the board, which passes in a replay as it did in the recording. */
    Clock clock();

    /** Leaves out, in a replay, what comes next for this subject, until it is closed. */
    default void leaveOut(String subject) {}
}
