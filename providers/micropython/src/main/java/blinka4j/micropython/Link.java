// SPDX-License-Identifier: MIT
package blinka4j.micropython;

import blinka4j.provider.UartPort;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The way to one board. The first port that is opened on the board connects to it, and the last one that is closed gives it back. Pulled
 * out, it is connected anew by the next port that is opened.
 */
final class Link {
    private final Supplier<UartPort> serial;
    private boolean known;
    private int users;
    private @Nullable Connection connection;

    /** @param serial opens the board's serial port */
    Link(Supplier<UartPort> serial) {
        this.serial = serial;
    }

    /** Returns the connection for a port. The port passes it to {@link #leave} when it is closed. */
    synchronized Connection join() {
        Connection present = connection;
        if (present != null && present.isGone()) {
            // Its ports are closed one by one, and find that it is not this link's any more.
            present.leave();
            known = false;
            present = null;
        }
        if (present == null) {
            connection = null;
            present = Connection.open(new Wire(serial.get()), !known);
            known = true;
            connection = present;
            users = 0;
        }
        users++;
        return present;
    }

    synchronized void leave(Connection left) {
        if (left != connection) {
            return;
        }
        users--;
        if (users == 0) {
            connection = null;
            known &= left.isSound();
            left.leave();
        }
    }
}
