// SPDX-License-Identifier: MIT
package blinka4j.diozero;

import blinka4j.NotAvailableException;
import com.diozero.api.RuntimeIOException;
import com.diozero.internal.provider.builtin.gpio.GpioChip;
import com.diozero.internal.provider.builtin.gpio.GpioLine;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * diozero's reader of edges. It has one per controller, but those share a variable in native code that says whether to go on:
 * the end of one is the end of all. So this keeps a single one, on a controller opened for it alone, for the lines of all
 * controllers.
 *
 * <p>Its two threads, one in {@code epoll_wait} and one that hands over, keep the virtual machine alive. They end with the
 * last watched line, or else when no thread of the program's is left. Where the first of them has ended by itself, as it does
 * when the process was stopped and continued, another pair takes its place.
 */
final class EdgeLoop {
    private static final Logger LOG = LoggerFactory.getLogger(EdgeLoop.class);

    /** Always readable, so that the first thing read shows that the threads run: ended before, they would not end. */
    private static final String READABLE = "/dev/random";

    private static final long PASS_SECONDS = 10;
    private static final long PASS_STEP_MILLIS = 100;
    private static final long SHORT_NANOS = 1_000_000_000;
    private static final int SHORT_LIVES = 5;

    private final Library library;

    // All that follows is guarded by this object's monitor.
    private final Map<Integer, Watch> watches = new LinkedHashMap<>();
    private @Nullable Running running;
    private @Nullable Thread end;
    private int shortLives;

    EdgeLoop(Library library) {
        this.library = library;
    }

    /** diozero's reader, and its two threads as far as they were found. */
    private static final class Running {
        private final GpioChip chip;
        private final String path;
        /** The one that serves next, and the other: of each, events may wait until after an event of the other. */
        private int readable;

        private int other;
        private final long since = System.nanoTime();
        private volatile @Nullable Thread reader;
        private volatile @Nullable Thread dispatcher;

        Running(GpioChip chip, String path, int readable, int other) {
            this.chip = chip;
            this.path = path;
            this.readable = readable;
            this.other = other;
        }
    }

    /**
     * Has the edges of a line that was requested with them handed to a watch.
     *
     * @param path of any controller
     */
    synchronized void add(Watch watch, String path) {
        int fd = watch.line().getFd();
        Running now = running;
        if (now == null) {
            start(path, fd, watch);
        } else {
            register(now.chip, fd, watch);
        }
        watches.put(fd, watch);
    }

    /** Ends that. Must come before the line is given back. */
    synchronized void remove(Watch watch) {
        Integer fd = null;
        for (Map.Entry<Integer, Watch> entry : watches.entrySet()) {
            if (entry.getValue() == watch) {
                fd = entry.getKey();
            }
        }
        if (fd == null) {
            return;
        }
        watches.remove(fd);
        Running now = running;
        if (now == null) {
            return;
        }
        if (watches.isEmpty()) {
            stop(now, fd);
        } else {
            deregister(now.chip, fd);
            // It may be about to read from the file, which will be closed, and its number another's.
            pass(now);
        }
    }

    private static void register(GpioChip chip, int fd, Watch watch) {
        chip.register(
                fd,
                (line, edge, time, timestamp) -> watch.edge(edge == GpioChip.GPIOEVENT_EVENT_RISING_EDGE, timestamp));
    }

    private static void deregister(GpioChip chip, int fd) {
        try {
            chip.deregister(fd);
        } catch (RuntimeIOException e) {
            // The line has gone, which is all that was wanted.
            LOG.debug("diozero's reader of edges has let {} go", fd, e);
        }
    }

    private void start(String path, int fd, Watch watch) {
        GpioChip chip = library.gpioChip(path);
        if (chip == null) {
            throw new NotAvailableException(
                    "%s: its edges cannot be watched, %s cannot be opened once more; close ports that are no longer used"
                            .formatted(watch.name(), path));
        }
        Running started = new Running(chip, path, library.open(READABLE), library.open(READABLE));
        try {
            register(chip, fd, watch);
            pass(started);
        } catch (RuntimeException | Error e) {
            close(started);
            throw e;
        }
        started.reader = reader();
        running = started;
        end = daemon("blinka4j-edges-end", () -> awaitEnd(started));
        if (started.reader != null) {
            daemon("blinka4j-edges-again", () -> awaitDeath(started));
        }
    }

    private void close(Running ended) {
        library.close(ended.chip);
        closeReadable(ended);
    }

    /** Not before the reader has ended, which may be about to read from them. */
    private void closeReadable(Running ended) {
        if (ended.readable >= 0 && ended.other >= 0) {
            library.close(ended.readable);
            library.close(ended.other);
        }
    }

    /** Waits until the reader has begun, and is done with what it had been told before. */
    private static void pass(Running now) {
        int readable = now.readable;
        if (readable < 0 || now.other < 0) {
            return;
        }
        now.readable = now.other;
        now.other = readable;
        CountDownLatch passed = new CountDownLatch(1);
        now.chip.register(readable, (line, edge, time, timestamp) -> {
            if (passed.getCount() > 0) {
                now.dispatcher = Thread.currentThread();
                // At once: it is always readable, and the reader does nothing else meanwhile.
                deregister(now.chip, readable);
                passed.countDown();
            }
        });
        boolean interrupted = false;
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PASS_SECONDS);
        while (passed.getCount() > 0) {
            Thread reader = now.reader;
            if (System.nanoTime() - end > 0 || (reader != null && !reader.isAlive())) {
                LOG.debug("diozero's reader of edges has not shown that it runs");
                deregister(now.chip, readable);
                break;
            }
            try {
                passed.await(PASS_STEP_MILLIS, TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static @Nullable Thread reader() {
        for (Map.Entry<Thread, StackTraceElement[]> entry :
                Thread.getAllStackTraces().entrySet()) {
            for (StackTraceElement frame : entry.getValue()) {
                if (frame.getClassName().equals(GpioChip.class.getName())
                        && frame.getMethodName().equals("eventLoop")) {
                    return entry.getKey();
                }
            }
        }
        return null;
    }

    private static Thread daemon(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private void forget() {
        running = null;
        Thread waiting = end;
        if (waiting != null) {
            waiting.interrupt();
        }
        end = null;
    }

    private void stop(Running now, int last) {
        forget();
        Thread reader = now.reader;
        if (reader == null || reader.isAlive()) {
            deregister(now.chip, last);
            close(now);
        } else {
            abandon(now);
        }
    }

    /** diozero would wait for ever for the end of a reader that has ended by itself. This costs two open files. */
    private void abandon(Running dead) {
        closeReadable(dead);
        Thread dispatcher = dead.dispatcher;
        if (dispatcher != null) {
            dispatcher.interrupt();
        }
    }

    /** Lets the virtual machine end when the program has. */
    private void awaitEnd(Running now) {
        try {
            while (true) {
                Thread other = another(now);
                synchronized (this) {
                    if (running != now) {
                        return;
                    }
                    if (other == null) {
                        watches.keySet().stream().toList().forEach(fd -> deregister(now.chip, fd));
                        watches.clear();
                        running = null;
                        return;
                    }
                }
                other.join();
            }
        } catch (InterruptedException e) {
            LOG.trace("nobody waits for edges any more", e);
        }
    }

    /** A thread that keeps the virtual machine alive and is not diozero's. */
    private static @Nullable Thread another(Running now) {
        ThreadGroup group = Thread.currentThread().getThreadGroup();
        while (group.getParent() != null) {
            group = group.getParent();
        }
        Thread[] threads = new Thread[64];
        int count;
        while ((count = group.enumerate(threads)) == threads.length) {
            threads = new Thread[2 * threads.length];
        }
        for (int i = 0; i < count; i++) {
            Thread thread = threads[i];
            // The launcher's, which waits for all others.
            boolean waits = thread.getName().equals("DestroyJavaVM");
            if (!thread.isDaemon() && !waits && thread != now.reader && thread != now.dispatcher) {
                return thread;
            }
        }
        return null;
    }

    private void awaitDeath(Running now) {
        Thread reader = now.reader;
        if (reader == null) {
            return;
        }
        try {
            reader.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        }
        synchronized (this) {
            if (running == now) {
                forget();
                again(now);
            }
        }
    }

    private void again(Running dead) {
        abandon(dead);
        shortLives = System.nanoTime() - dead.since < SHORT_NANOS ? shortLives + 1 : 0;
        Iterator<Watch> all = watches.values().iterator();
        while (all.hasNext()) {
            Watch watch = all.next();
            if (!works(watch.line())) {
                LOG.error(
                        "{}: its controller was unplugged or its driver let it go; its edges are not watched any more",
                        watch.name());
                all.remove();
            }
        }
        if (shortLives > SHORT_LIVES) {
            LOG.error("diozero's reader of edges ends again and again: no edges are watched any more");
            watches.clear();
            return;
        }
        LOG.debug("diozero's reader of edges has ended, another one begins");
        try {
            for (Watch watch : watches.values().stream().toList()) {
                add(watch, dead.path);
            }
        } catch (RuntimeException e) {
            LOG.error("diozero's reader of edges has ended and no other one can be had: edges are lost", e);
        }
    }

    private static boolean works(GpioLine line) {
        try {
            line.getValue();
            return true;
        } catch (RuntimeIOException e) {
            return false;
        }
    }
}
