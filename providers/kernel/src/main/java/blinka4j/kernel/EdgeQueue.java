// SPDX-License-Identifier: MIT
package blinka4j.kernel;

import blinka4j.provider.EdgeThread;
import blinka4j.provider.GpioPort.EdgeListener;
import java.util.function.Consumer;

/**
 * A queue of the edges of one watched line, and the thread that calls the line's listener. For providers whose edges arrive on a
 * thread that must not wait for a listener. Nothing is allocated per edge.
 */
public final class EdgeQueue {
    /** How many edges can wait. If more arrive, the oldest are dropped, which leaves a gap in the sequence. */
    public static final int CAPACITY = 4096;

    private final EdgeListener listener;
    private final Consumer<Throwable> failed;
    private final Thread thread;

    // All that follows is guarded by this object's monitor.
    private final long[] timestamps = new long[CAPACITY];
    /** Twice the sequence number, plus 1 for a rising edge. */
    private final long[] numbers = new long[CAPACITY];

    private int first;
    private int count;
    private long sequence;
    private boolean ended;
    private boolean running;

    /**
     * @param thread the name of the thread that calls the listener
     * @param failed receives the exceptions of the listener; later edges are still delivered
     */
    public EdgeQueue(String thread, EdgeListener listener, Consumer<Throwable> failed) {
        this.listener = listener;
        this.failed = failed;
        this.thread = new EdgeThread(this::deliver, thread);
    }

    /**
     * Starts the thread.
     *
     * @throws OutOfMemoryError if the system cannot start a thread
     */
    public void start() {
        thread.start();
    }

    /**
     * Adds an edge. Does nothing after {@link #end}.
     *
     * @param timestampNanos the time of the edge by the kernel's monotonic clock
     */
    public synchronized void put(boolean rising, long timestampNanos) {
        if (ended) {
            return;
        }
        sequence++;
        if (count == CAPACITY) {
            first = (first + 1) % CAPACITY;
            count--;
        }
        int at = (first + count) % CAPACITY;
        timestamps[at] = timestampNanos;
        numbers[at] = sequence << 1 | (rising ? 1 : 0);
        count++;
        notifyAll();
    }

    /**
     * Drops waiting edges and ends the thread.
     *
     * @param awaitListener whether to wait for a listener that is running, as {@link EdgeThread#awaitListener} does
     */
    public synchronized void end(boolean awaitListener) {
        ended = true;
        count = 0;
        notifyAll();
        if (awaitListener) {
            EdgeThread.awaitListener(this, () -> running);
        }
    }

    private void deliver() {
        while (true) {
            long timestamp;
            long number;
            synchronized (this) {
                running = false;
                notifyAll();
                while (count == 0 && !ended) {
                    try {
                        wait();
                    } catch (InterruptedException e) {
                        // A listener interrupted this thread. Only the end of the watch ends it.
                    }
                }
                if (ended) {
                    return;
                }
                timestamp = timestamps[first];
                number = numbers[first];
                first = (first + 1) % CAPACITY;
                count--;
                running = true;
            }
            try {
                listener.edge((number & 1) != 0, timestamp, number >> 1);
            } catch (Throwable e) {
                // No failure of a listener may stop later edges.
                failed.accept(e);
            }
            // If the listener interrupted its thread, it meant this call, not the next one.
            Thread.interrupted();
        }
    }
}
