// SPDX-License-Identifier: MIT
package blinka4j.linux;

import blinka4j.NotAvailableException;
import blinka4j.kernel.Errno;
import blinka4j.provider.EdgeThread;
import blinka4j.provider.LinesPort;
import blinka4j.provider.LinesPort.EdgeListener;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the edges of all watched lines and calls their listeners. "Line" here also means a group of lines in one request.
 *
 * <p>One thread at a time reads; it sleeps in {@code poll(2)} on all lines. The thread that has read an edge also delivers it,
 * because waking another thread would double the delay. Another thread takes over reading before the listener is called. So a slow
 * listener delays no other line, and edges are always being read. Each line has a ring buffer, and one thread at a time delivers
 * from it. There is at most one thread more than lines. The threads are daemons, and end when no line is watched.
 *
 * <p>Nothing is allocated per edge.
 */
final class EdgeReader {
    private static final Logger LOG = LoggerFactory.getLogger(EdgeReader.class);

    /** How many edges of a line can wait for its listener: the 1024 that the kernel keeps, and 4096 more. */
    private static final int RING = 1024 + 4096;

    private static final int EVENTS_PER_READ = 64;

    // struct pollfd
    private static final int POLL_FD = 0;
    private static final int POLL_EVENTS = 4;
    private static final int POLL_RETURNED = 6;
    private static final int POLL_SIZE = 8;

    // struct gpio_v2_line_event
    private static final int EVENT_TIMESTAMP = 0;
    private static final int EVENT_ID = 8;
    private static final int EVENT_OFFSET = 12;
    /** The number among the edges of all lines of the request. */
    private static final int EVENT_SEQUENCE = 16;

    private static final int EVENT_SIZE = 48;
    private static final int ID_RISING = 1;

    // The bits of Watch.numbers.
    private static final int RISING = 1;
    private static final int INDEX_SHIFT = 1;
    private static final int INDEX_MASK = LinesPort.MOST_LINES - 1;
    private static final int SEQUENCE_SHIFT = 7;

    private final SystemCalls sys;

    /** Guards the fields below. Held briefly: no thread waits in the kernel or runs a listener while it holds this. */
    private final Object lock = new Object();

    private final List<Watch> watches = new ArrayList<>();
    private final ArrayDeque<Watch> ready = new ArrayDeque<>();
    private final ArrayDeque<Worker> idle = new ArrayDeque<>();
    private int workers;
    private int delivering;
    private int started;
    private @Nullable Worker reader;
    private boolean polling;
    private long rounds;
    private int waiting;
    private int wakeUp = -1;

    /** The files of the last poll: the wake-up first, then the lines in {@link #polled}. */
    private Block fds = new Block(POLL_SIZE);

    private final List<Watch> polled = new ArrayList<>();
    private boolean changed = true;
    private final Block events = new Block(EVENTS_PER_READ * EVENT_SIZE);
    private final Block counter = new Block(Long.BYTES);

    EdgeReader(SystemCalls sys) {
        this.sys = sys;
    }

    /** One watched line. Its fields are guarded by the lock of the reader. */
    static final class Watch {
        private final int fd;
        private final String name;
        private final int[] offsets;
        private final EdgeListener listener;
        private final long[] timestamps = new long[RING];
        /** The sequence number, the index of the line, and 1 for a rising edge. */
        private final long[] numbers = new long[RING];

        private int first;
        private int count;
        private boolean active = true;
        private boolean queued;
        private @Nullable Worker runner;
        private int kernelSequence;
        private long sequence;

        private Watch(int fd, String name, int[] offsets, int kernelSequence, EdgeListener listener) {
            this.fd = fd;
            this.name = name;
            this.offsets = offsets;
            this.kernelSequence = kernelSequence;
            this.listener = listener;
        }

        /** Returns the kernel's number of the newest edge that was read. Call it after the watch was removed. */
        int kernelSequence() {
            return kernelSequence;
        }

        /**
         * Stores an edge, in the order of the kernel's numbers. If the ring is full, the oldest edge is dropped, which leaves a gap in
         * the sequence.
         */
        private void put(int offset, boolean rising, long timestamp, int number) {
            // The kernel counts in 32 bits, so its number may wrap around.
            int ahead = number - kernelSequence;
            long order = sequence + ahead;
            // A number before the start of the watch is no late edge: the kernel has begun to count anew.
            if (ahead > 0 || order <= 0) {
                sequence = order;
                kernelSequence = number;
            }
            if (count == RING) {
                first = (first + 1) % RING;
                count--;
            }
            int at = (first + count) % RING;
            // The kernel has a thread for each line of a group. One of them may be late.
            for (int i = count - 1; i >= 0; i--) {
                int before = (first + i) % RING;
                if (numbers[before] >> SEQUENCE_SHIFT < order) {
                    break;
                }
                timestamps[at] = timestamps[before];
                numbers[at] = numbers[before];
                at = before;
            }
            timestamps[at] = timestamp;
            numbers[at] = order << SEQUENCE_SHIFT | (long) index(offset) << INDEX_SHIFT | (rising ? RISING : 0);
            count++;
        }

        private int index(int offset) {
            for (int i = 1; i < offsets.length; i++) {
                if (offsets[i] == offset) {
                    return i;
                }
            }
            return 0;
        }
    }

    /**
     * Starts to read a line whose edges the kernel already counts.
     *
     * @param fd of the line request, in non-blocking mode
     * @param offsets the lines of the request
     * @param kernelSequence the kernel's number of the last edge that does not belong to this watch
     */
    Watch add(int fd, String name, int[] offsets, int kernelSequence, EdgeListener listener) {
        Watch watch = new Watch(fd, name, offsets, kernelSequence, listener);
        synchronized (lock) {
            if (wakeUp < 0) {
                int opened = sys.eventfd();
                if (opened < 0) {
                    throw new NotAvailableException(
                            "%s: its edges cannot be watched, because the kernel gives no eventfd (%s). Close ports that are no longer used."
                                    .formatted(name, Errno.name(-opened)));
                }
                wakeUp = opened;
            }
            watches.add(watch);
            changed = true;
            if (polling) {
                wake();
            } else {
                // No thread reads, or the reader runs a listener because the system could not start another thread.
                reader = null;
                if (!summon() && workers == 0) {
                    forget(watch);
                    sys.close(wakeUp);
                    wakeUp = -1;
                    throw new NotAvailableException(
                            "%s: its edges cannot be watched, because the system starts no more threads. Raise 'ulimit -u'."
                                    .formatted(name));
                }
            }
        }
        return watch;
    }

    /**
     * Ends a watch. After this, the kernel no longer polls the line's file.
     *
     * @param awaitListener whether to wait for a running listener, as {@link EdgeThread#awaitListener} does. No listener call follows
     */
    void remove(Watch watch, boolean awaitListener) {
        boolean interrupted = false;
        synchronized (lock) {
            watch.active = false;
            watch.count = 0;
            forget(watch);
            long round = rounds;
            if (polling) {
                wake();
            }
            waiting++;
            // This is short: the poll returns at once, and no listener runs before the next poll.
            while (polling && rounds == round) {
                try {
                    lock.wait();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
            if (awaitListener) {
                EdgeThread.awaitListener(lock, () -> watch.runner != null);
            }
            waiting--;
        }
    }

    /** Stops reading a line. The threads end with the last line. */
    private void forget(Watch watch) {
        watches.remove(watch);
        changed = true;
        if (watches.isEmpty()) {
            idle.forEach(Worker::call);
            idle.clear();
        }
    }

    /**
     * Drops the edges that the kernel still holds for an unwatched line.
     *
     * @param kernelSequence the kernel's number of the newest edge read so far
     * @return the number of the newest dropped edge, or the same if there was none
     */
    int drain(int fd, int kernelSequence) {
        synchronized (lock) {
            int newest = kernelSequence;
            int length;
            while ((length = readEvents(fd)) > 0) {
                for (int at = 0; at < length; at += EVENT_SIZE) {
                    int number = events.bytes.getInt(at + EVENT_SEQUENCE);
                    newest = number - newest > 0 ? number : newest;
                }
            }
            return newest;
        }
    }

    private int readEvents(int fd) {
        int length;
        do {
            length = sys.read(fd, events, EVENTS_PER_READ * EVENT_SIZE);
        } while (length == -Errno.EINTR);
        return length;
    }

    private void wake() {
        counter.bytes.putLong(0, 1);
        sys.write(wakeUp, counter, Long.BYTES);
    }

    /**
     * Wakes or starts another thread, unless enough are on their way. Returns false if the system cannot start one. So there is never
     * more than one thread besides those that run a listener.
     */
    private boolean summon() {
        int needed = ready.size() + (reader == null ? 1 : 0);
        int coming = workers - delivering - idle.size() - (polling ? 1 : 0);
        if (coming >= needed) {
            return true;
        }
        Worker worker = idle.pollLast();
        if (worker != null) {
            worker.call();
            return true;
        }
        try {
            new Worker("blinka4j-edges-" + (started + 1)).thread.start();
        } catch (OutOfMemoryError e) {
            return false;
        }
        workers++;
        started++;
        return true;
    }

    private enum Turn {
        READ,
        DELIVER,
        REST,
        END
    }

    private final class Worker implements Runnable {
        private final Thread thread;
        private volatile boolean called;
        private @Nullable Watch mine;

        Worker(String name) {
            thread = new EdgeThread(this, name);
        }

        void call() {
            called = true;
            LockSupport.unpark(thread);
        }

        @Override
        public void run() {
            while (true) {
                switch (turn()) {
                    case READ -> readRound();
                    case DELIVER -> deliver();
                    case REST -> rest();
                    case END -> {
                        return;
                    }
                }
            }
        }

        private Turn turn() {
            synchronized (lock) {
                Watch watch = ready.poll();
                if (watch != null) {
                    watch.queued = false;
                    watch.runner = this;
                    mine = watch;
                    delivering++;
                    if (reader == this) {
                        reader = null;
                    }
                    if ((reader == null || !ready.isEmpty()) && !summon() && reader == null) {
                        // Late edges are better than lost ones.
                        reader = this;
                    }
                    return Turn.DELIVER;
                }
                if (watches.isEmpty()) {
                    return end();
                }
                if (reader == null || reader == this) {
                    reader = this;
                    prepare();
                    polling = true;
                    return Turn.READ;
                }
                if (idle.size() >= watches.size()) {
                    return end();
                }
                called = false;
                idle.add(this);
                return Turn.REST;
            }
        }

        private Turn end() {
            if (reader == this) {
                reader = null;
            }
            workers--;
            if (workers == 0) {
                sys.close(wakeUp);
                wakeUp = -1;
            }
            return Turn.END;
        }

        private void rest() {
            while (!called) {
                LockSupport.park(this);
                // A listener left the interrupt set, and a thread does not park while it is set.
                Thread.interrupted();
            }
        }

        private void readRound() {
            int returned = sys.poll(fds, polled.size() + 1, -1);
            List<Watch> lost = List.of();
            synchronized (lock) {
                polling = false;
                rounds++;
                if (returned > 0) {
                    if (fds.bytes.getShort(POLL_RETURNED) != 0) {
                        sys.read(wakeUp, counter, Long.BYTES);
                    }
                    for (int i = 0; i < polled.size(); i++) {
                        short what = fds.bytes.getShort((i + 1) * POLL_SIZE + POLL_RETURNED);
                        Watch watch = polled.get(i);
                        if (what != 0 && watch.active && !take(watch, what)) {
                            if (lost.isEmpty()) {
                                lost = new ArrayList<>();
                            }
                            lost.add(watch);
                        }
                    }
                } else if (returned != -Errno.EINTR) {
                    lost = new ArrayList<>(watches);
                    lost.forEach(EdgeReader.this::forget);
                }
                if (waiting > 0) {
                    lock.notifyAll();
                }
            }
            for (Watch watch : lost) {
                LOG.error(
                        "{}: its controller was unplugged or its driver let it go. Its edges are no longer watched.",
                        watch.name);
            }
        }

        /** Reads the edges of a line. Returns false if the line is gone. */
        private boolean take(Watch watch, short what) {
            int length = readEvents(watch.fd);
            for (int at = 0; at < length; at += EVENT_SIZE) {
                watch.put(
                        events.bytes.getInt(at + EVENT_OFFSET),
                        events.bytes.getInt(at + EVENT_ID) == ID_RISING,
                        events.bytes.getLong(at + EVENT_TIMESTAMP),
                        events.bytes.getInt(at + EVENT_SEQUENCE));
            }
            if (watch.count > 0 && !watch.queued && watch.runner == null) {
                watch.queued = true;
                ready.add(watch);
            }
            boolean broken = (what & (SystemCalls.POLLERR | SystemCalls.POLLHUP | SystemCalls.POLLNVAL)) != 0;
            if (length <= 0 && (broken || length != -Errno.EAGAIN)) {
                forget(watch);
                return false;
            }
            return true;
        }

        private void deliver() {
            Watch watch = mine;
            if (watch == null) {
                return;
            }
            while (true) {
                long timestamp;
                long number;
                synchronized (lock) {
                    if (watch.count == 0) {
                        watch.runner = null;
                        mine = null;
                        delivering--;
                        if (waiting > 0) {
                            lock.notifyAll();
                        }
                        return;
                    }
                    timestamp = watch.timestamps[watch.first];
                    number = watch.numbers[watch.first];
                    watch.first = (watch.first + 1) % RING;
                    watch.count--;
                }
                try {
                    watch.listener.edge(
                            (int) (number >> INDEX_SHIFT) & INDEX_MASK,
                            (number & RISING) != 0,
                            timestamp,
                            number >> SEQUENCE_SHIFT);
                } catch (Throwable e) {
                    // No failure of a listener may stop later edges, of this line or another.
                    LOG.error("{}: the edge listener failed. It still receives later edges.", watch.name, e);
                }
                // If the listener interrupted its thread, it meant this call, not the next one.
                Thread.interrupted();
            }
        }
    }

    /** Prepares the files of the next poll, if they have changed. */
    private void prepare() {
        if (!changed) {
            return;
        }
        changed = false;
        polled.clear();
        polled.addAll(watches);
        int size = (polled.size() + 1) * POLL_SIZE;
        if (fds.bytes.capacity() < size) {
            fds = new Block(2 * size);
        }
        pollFor(0, wakeUp);
        for (int i = 0; i < polled.size(); i++) {
            pollFor(i + 1, polled.get(i).fd);
        }
    }

    private void pollFor(int index, int fd) {
        fds.bytes.putInt(index * POLL_SIZE + POLL_FD, fd);
        fds.bytes.putShort(index * POLL_SIZE + POLL_EVENTS, (short) SystemCalls.POLLIN);
    }
}
