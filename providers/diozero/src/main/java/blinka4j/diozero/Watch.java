// SPDX-License-Identifier: MIT
package blinka4j.diozero;

import blinka4j.provider.GpioPort.EdgeListener;
import com.diozero.internal.provider.builtin.gpio.GpioLine;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivers the edges of one line, on a thread of its own: diozero's thread, which is one for all lines, must not wait for a
 * listener, dies of what one throws, and is interrupted when the last line is left alone.
 */
final class Watch implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(Watch.class);

    /** Edges that wait for the listener. */
    private static final int RING = 4096;

    private final GpioLine line;
    private final String name;
    private final EdgeListener listener;
    private final long since;
    private final Thread thread;

    // All that follows is guarded by this object's monitor.
    private final long[] timestamps = new long[RING];
    private final long[] numbers = new long[RING];
    private int first;
    private int count;
    private long sequence;
    private boolean delivering;
    private boolean ended;

    /** @param since edges before this, by {@link System#nanoTime}, are another watch's: it is the kernel's clock, too */
    Watch(GpioLine line, String name, long since, EdgeListener listener) {
        this.line = line;
        this.name = name;
        this.since = since;
        this.listener = listener;
        thread = new Thread(this, "blinka4j-edges " + name);
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    GpioLine line() {
        return line;
    }

    String name() {
        return name;
    }

    /**
     * Keeps an edge. The oldest gives way where the ring is full, which leaves a gap in the sequence. diozero knows a line by
     * its file's number, which may have been another's when an edge that it still holds came.
     */
    synchronized void edge(boolean rising, long timestamp) {
        if (ended || timestamp < since) {
            return;
        }
        sequence++;
        if (count == RING) {
            first = (first + 1) % RING;
            count--;
        }
        int at = (first + count) % RING;
        timestamps[at] = timestamp;
        // Twice the sequence number, plus 1 for a rising edge.
        numbers[at] = sequence << 1 | (rising ? 1 : 0);
        count++;
        notifyAll();
    }

    /** @param await whether to wait for a call that is under way, unless the caller is the listener */
    void end(boolean await) {
        boolean interrupted = false;
        synchronized (this) {
            ended = true;
            count = 0;
            notifyAll();
            while (await && delivering && thread != Thread.currentThread()) {
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

    @Override
    public void run() {
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
                        // Nothing of this library's interrupts this thread, and a listener's wish ends with the
                        // listener.
                        LOG.trace("{}: interrupted", name, e);
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
                // Whatever it was, it does not end this line's later edges.
                LOG.error("{}: the listener of its edges failed; it goes on getting them", name, e);
            }
        }
    }
}
