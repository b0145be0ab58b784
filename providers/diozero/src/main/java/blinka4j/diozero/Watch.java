// SPDX-License-Identifier: MIT
package blinka4j.diozero;

import blinka4j.kernel.EdgeQueue;
import blinka4j.provider.GpioPort.EdgeListener;
import com.diozero.internal.provider.builtin.gpio.GpioLine;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivers the edges of one line on its own thread. diozero's thread, which all lines share, must not wait for a listener, dies if a
 * listener throws, and is interrupted when the last watch ends.
 */
final class Watch {
    private static final Logger LOG = LoggerFactory.getLogger(Watch.class);

    private final GpioLine line;
    private final String name;
    private final long since;
    private final EdgeQueue edges;

    /** @param since the start by {@link System#nanoTime}, which is the kernel's clock; earlier edges belong to another watch */
    Watch(GpioLine line, String name, long since, EdgeListener listener) {
        this.line = line;
        this.name = name;
        this.since = since;
        edges = new EdgeQueue(
                "blinka4j-edges " + name,
                listener,
                e -> LOG.error("{}: the edge listener failed. It still receives later edges.", name, e));
    }

    void start() {
        edges.start();
    }

    GpioLine line() {
        return line;
    }

    String name() {
        return name;
    }

    /**
     * Queues an edge. diozero knows a line by its file's number. That number may have been another line's when an edge came that
     * diozero still holds.
     */
    void edge(boolean rising, long timestamp) {
        if (timestamp >= since) {
            edges.put(rising, timestamp);
        }
    }

    /** @param awaitListener as in {@link EdgeQueue#end} */
    void end(boolean awaitListener) {
        edges.end(awaitListener);
    }
}
