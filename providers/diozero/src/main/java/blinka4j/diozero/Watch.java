// SPDX-License-Identifier: MIT
package blinka4j.diozero;

import blinka4j.kernel.EdgeQueue;
import blinka4j.provider.GpioPort.EdgeListener;
import com.diozero.internal.provider.builtin.gpio.GpioLine;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivers the edges of one line, on a thread of its own: diozero's thread, which is one for all lines, must not wait for a
 * listener, dies of what one throws, and is interrupted when the last line is left alone.
 */
final class Watch {
    private static final Logger LOG = LoggerFactory.getLogger(Watch.class);

    private final GpioLine line;
    private final String name;
    private final long since;
    private final EdgeQueue edges;

    /** @param since edges before this, by {@link System#nanoTime}, are another watch's: it is the kernel's clock, too */
    Watch(GpioLine line, String name, long since, EdgeListener listener) {
        this.line = line;
        this.name = name;
        this.since = since;
        edges = new EdgeQueue(
                "blinka4j-edges " + name,
                listener,
                e -> LOG.error("{}: the listener of its edges failed; it goes on getting them", name, e));
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
     * Keeps an edge. diozero knows a line by its file's number, which may have been another's when an edge that it still holds
     * came.
     */
    void edge(boolean rising, long timestamp) {
        if (timestamp >= since) {
            edges.put(rising, timestamp);
        }
    }

    /** @param awaitListener whether to wait for a listener that is running, as {@link EdgeQueue#end} does */
    void end(boolean awaitListener) {
        edges.end(awaitListener);
    }
}
