// SPDX-License-Identifier: MIT
package blinka4j.pi4j;

import blinka4j.kernel.EdgeQueue;
import blinka4j.provider.GpioPort.EdgeListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The edges of one line, from {@code watch} to {@code unwatch}. Pi4J's thread only puts them down, with the time at which
 * it came; a thread of the queue calls the listener, so that a listener may close its port. Otherwise Pi4J would deadlock,
 * waiting for its own thread.
 */
final class Edges {
    private static final Logger LOG = LoggerFactory.getLogger(Edges.class);

    private final boolean rising;
    private final boolean falling;
    private final EdgeQueue queue;

    Edges(String name, boolean rising, boolean falling, EdgeListener listener) {
        this.rising = rising;
        this.falling = falling;
        queue = new EdgeQueue(
                "blinka4j-pi4j-edges",
                listener,
                e -> LOG.error("{}: the listener of its edges failed; it goes on getting them", name, e));
    }

    void start() {
        queue.start();
    }

    /** Keeps an edge, if it is one of those that are watched. */
    void put(boolean high, long timestamp) {
        if (high ? rising : falling) {
            queue.put(high, timestamp);
        }
    }

    /** @param awaitListener whether to wait for a listener that is running, as {@link EdgeQueue#end} does */
    void end(boolean awaitListener) {
        queue.end(awaitListener);
    }
}
