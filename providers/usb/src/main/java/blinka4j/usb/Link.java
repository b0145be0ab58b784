// SPDX-License-Identifier: MIT
package blinka4j.usb;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The way to one bridge. The first port that is opened connects to it, and the last one that is closed lets it go. Pulled out, it is
 * connected anew by the next port that is opened.
 */
final class Link {
    private final Supplier<HidDevice> device;
    private int users;
    private @Nullable Bridge connected;

    /** @param device opens the bridge */
    Link(Supplier<HidDevice> device) {
        this.device = device;
    }

    /** Returns the bridge for a port. The port passes it to {@link #leave} when it is closed. */
    synchronized Bridge join() {
        Bridge present = connected;
        if (present != null && present.isGone()) {
            // Its ports are closed one by one, and find that it is not this link's any more.
            present.close();
            present = null;
        }
        if (present == null) {
            connected = null;
            present = Bridge.open(device.get());
            connected = present;
            users = 0;
        }
        users++;
        return present;
    }

    synchronized void leave(Bridge left) {
        if (left != connected) {
            return;
        }
        users--;
        if (users == 0) {
            connected = null;
            left.close();
        }
    }
}
