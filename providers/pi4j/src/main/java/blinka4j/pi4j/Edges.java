// SPDX-License-Identifier: MIT
package blinka4j.pi4j;

import blinka4j.provider.GpioPort.EdgeListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The edges of one line, from {@code watch} to {@code unwatch}. Pi4J's thread only puts them down, with the time at which
 * it came; a thread of this object's own calls the listener, so that a listener may close its port: Pi4J would wait for
 * its thread then, that is for ever.
 */
final class Edges {
    private static final Logger LOG = LoggerFactory.getLogger(Edges.class);

    /** Edges that wait for the listener. */
    private static final int RING = 4096;

    private final String name;
    private final boolean rising;
    private final boolean falling;
    private final EdgeListener listener;
    private final Thread thread;

    // All that follows is guarded by this object's monitor.
    private final long[] timestamps = new long[RING];
    /** Twice the sequence number, plus 1 for a rising edge. */
    private final long[] numbers = new long[RING];

    private int first;
    private int count;
    private long sequence;
    private boolean ended;
    private boolean delivering;

    Edges(String name, boolean rising, boolean falling, EdgeListener listener) {
        this.name = name;
        this.rising = rising;
        this.falling = falling;
        this.listener = listener;
        this.thread = new Thread(this::deliver, "blinka4j-pi4j-edges");
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** Keeps an edge; the oldest gives way where the ring is full, which leaves a gap in the sequence. */
    synchronized void put(boolean high, long timestamp) {
        if (ended || !(high ? rising : falling)) {
            return;
        }
        sequence++;
        if (count == RING) {
            first = (first + 1) % RING;
            count--;
        }
        int at = (first + count) % RING;
        timestamps[at] = timestamp;
        numbers[at] = sequence << 1 | (high ? 1 : 0);
        count++;
        notifyAll();
    }

    /** Calls the listener no more. Waits for a call that is under way, unless this is that call. */
    void end(boolean awaitListener) {
        boolean interrupted = false;
        synchronized (this) {
            ended = true;
            count = 0;
            notifyAll();
            while (awaitListener && delivering && thread != Thread.currentThread()) {
                try {
                    wait();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void deliver() {
        while (true) {
            long timestamp;
            long number;
            synchronized (this) {
                delivering = false;
                notifyAll();
                while (count == 0 && !ended) {
                    try {
                        wait();
                    } catch (InterruptedException e) {
                        // A listener has interrupted its own thread, which is not the program's to stop.
                        LOG.debug("{}: the interrupt of the thread of its edges is not heeded", name);
                    }
                }
                if (ended) {
                    return;
                }
                timestamp = timestamps[first];
                number = numbers[first];
                first = (first + 1) % RING;
                count--;
                delivering = true;
            }
            try {
                listener.edge((number & 1) != 0, timestamp, number >> 1);
            } catch (Throwable e) {
                // Whatever it was, it does not end the later edges.
                LOG.error("{}: the listener of its edges failed; it goes on getting them", name, e);
            }
        }
    }
}
