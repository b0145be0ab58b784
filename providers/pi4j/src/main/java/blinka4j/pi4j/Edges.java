// SPDX-License-Identifier: MIT
package blinka4j.pi4j;

import blinka4j.kernel.EdgeQueue;
import blinka4j.provider.GpioPort.EdgeListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The edges of one line, from {@code watch} to {@code unwatch}. Pi4J's thread only queues them, with the time of their arrival. A
 * thread of the queue calls the listener, so that a listener may close its port. Otherwise Pi4J would deadlock, waiting for its own
 * thread.
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
                e -> LOG.error("{}: the edge listener failed. It still receives later edges.", name, e));
    }

    void start() {
        queue.start();
    }

    /** Queues an edge, if this kind of edge is watched. */
    void put(boolean high, long timestamp) {
        if (high ? rising : falling) {
            queue.put(high, timestamp);
        }
    }

    /** @param awaitListener as in {@link EdgeQueue#end} */
    void end(boolean awaitListener) {
        queue.end(awaitListener);
    }
}
