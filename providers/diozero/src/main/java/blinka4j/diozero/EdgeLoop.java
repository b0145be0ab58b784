// SPDX-License-Identifier: MIT
package blinka4j.diozero;

import blinka4j.NotAvailableException;
import blinka4j.kernel.ProgramThreads;
import com.diozero.api.RuntimeIOException;
import com.diozero.internal.provider.builtin.gpio.GpioChip;
import com.diozero.internal.provider.builtin.gpio.GpioLine;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * diozero's reader of edges. diozero has one per controller, but all share a variable in native code that stops them, so stopping one
 * stops all. This class keeps a single reader, on a controller that is opened only for it, for the lines of all controllers.
 *
 * <p>The reader's two threads, one in {@code epoll_wait} and one that delivers, would keep the virtual machine alive. They end with the
 * last watched line, or when no thread of the program is left. If the first one ends by itself, as it does when the process was stopped
 * and continued, a new pair is started.
 */
final class EdgeLoop {
    private static final Logger LOG = LoggerFactory.getLogger(EdgeLoop.class);

    /** A file that is always readable. Its event shows that the threads run; stopped earlier, they would not end. */
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
    /** An open file, see {@link #stopLoop}; negative for none. */
    private int occupied = -1;

    EdgeLoop(Library library) {
        this.library = library;
    }

    /** diozero's reader, and its two threads if they were found. */
    private static final class Running {
        private final GpioChip chip;
        private final String path;
        /** The readable file to use next, and the other one. Events of one may arrive after an event of the other. */
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
     * Starts to deliver the edges of a line to a watch. The line was requested with edges.
     *
     * @param path of any controller
     */
    synchronized void add(Watch watch, String path) {
        int fd = watch.line().getFd();
        Running now = running;
        if (now == null) {
            start(path, fd, watch);
        } else {
            pass(now, () -> register(now.chip, fd, watch));
        }
        watches.put(fd, watch);
    }

    /** Stops that. Call it before the line is released. */
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
            // The reader may be about to read from the file, which will be closed, and its number reused.
            pass(now, () -> {});
        }
    }

    /** Call this on the thread that delivers. diozero drops an edge that comes before the file's listener is in its table. */
    private static void register(GpioChip chip, int fd, Watch watch) {
        chip.register(
                fd,
                (line, edge, time, timestamp) -> watch.edge(edge == GpioChip.GPIOEVENT_EVENT_RISING_EDGE, timestamp));
    }

    private static void deregister(GpioChip chip, int fd) {
        try {
            chip.deregister(fd);
        } catch (RuntimeIOException e) {
            // The line is already gone.
            LOG.debug("diozero's reader of edges has already dropped file {}", fd, e);
        }
    }

    private void start(String path, int fd, Watch watch) {
        GpioChip chip = library.gpioChip(path);
        if (chip == null) {
            throw new NotAvailableException(
                    "%s: its edges cannot be watched, because %s cannot be opened once more. Close ports that are no longer used."
                            .formatted(watch.name(), path));
        }
        Running started = new Running(chip, path, library.open(READABLE), library.open(READABLE));
        try {
            pass(started, () -> register(chip, fd, watch));
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

    /** Call this after the reader has ended, because it may be about to read from these files. */
    private void closeReadable(Running ended) {
        if (ended.readable >= 0 && ended.other >= 0) {
            library.close(ended.readable);
            library.close(ended.other);
        }
    }

    /** Runs a task on the thread that delivers, after all earlier events. If the reader does not respond, runs it here. */
    private static void pass(Running now, Runnable action) {
        FutureTask<@Nullable Void> task = new FutureTask<>(action, null);
        boolean interrupted = now.readable >= 0 && now.other >= 0 && awaitPassed(now, task);
        // Does nothing if it ran.
        task.run();
        try {
            task.get();
        } catch (InterruptedException e) {
            interrupted = true;
        } catch (ExecutionException e) {
            throw (RuntimeException) e.getCause();
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Returns whether this thread was interrupted meanwhile. */
    private static boolean awaitPassed(Running now, FutureTask<@Nullable Void> task) {
        int readable = now.readable;
        now.readable = now.other;
        now.other = readable;
        CountDownLatch passed = new CountDownLatch(1);
        now.chip.register(readable, (line, edge, time, timestamp) -> {
            if (passed.getCount() > 0) {
                now.dispatcher = Thread.currentThread();
                task.run();
                // At once, because the file is always readable and would keep the reader busy.
                deregister(now.chip, readable);
                passed.countDown();
            }
        });
        boolean interrupted = false;
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PASS_SECONDS);
        while (passed.getCount() > 0) {
            Thread reader = now.reader;
            if (System.nanoTime() - end > 0 || (reader != null && !reader.isAlive())) {
                LOG.debug("diozero's reader of edges does not respond");
                deregister(now.chip, readable);
                break;
            }
            try {
                passed.await(PASS_STEP_MILLIS, TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        return interrupted;
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
            stopLoop(now.chip, last);
            close(now);
        } else {
            abandon(now);
        }
    }

    /**
     * Stops the reader. diozero does that by an event of a new file, which it closes, but whose number it goes on to take for that file. An
     * event of another file with this number would stop the next reader. So this opens a file that keeps the number.
     */
    private void stopLoop(GpioChip chip, int last) {
        int next = library.open(READABLE);
        if (next >= 0) {
            library.close(next);
        }
        deregister(chip, last);
        int before = occupied;
        List<Integer> lower = new ArrayList<>();
        occupied = library.open(READABLE);
        while (occupied >= 0 && occupied < next) {
            lower.add(occupied);
            occupied = library.open(READABLE);
        }
        lower.forEach(library::close);
        if (before >= 0) {
            library.close(before);
        }
    }

    /** Gives up a reader that ended by itself. diozero would wait forever for its end. This leaves two files open. */
    private void abandon(Running dead) {
        closeReadable(dead);
        Thread dispatcher = dead.dispatcher;
        if (dispatcher != null) {
            dispatcher.interrupt();
        }
    }

    /** Stops the reader when the program has ended. */
    private void awaitEnd(Running now) {
        try {
            while (true) {
                Thread other = ProgramThreads.any(thread -> thread == now.reader || thread == now.dispatcher);
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
            LOG.trace("no edges are watched any more", e);
        }
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
                        "{}: its controller was unplugged or its driver let it go. Its edges are no longer watched.",
                        watch.name());
                all.remove();
            }
        }
        if (shortLives > SHORT_LIVES) {
            LOG.error("diozero's reader of edges ended too often. No edges are watched any more.");
            watches.clear();
            return;
        }
        LOG.debug("diozero's reader of edges ended; starting another one");
        try {
            for (Watch watch : watches.values().stream().toList()) {
                add(watch, dead.path);
            }
        } catch (RuntimeException e) {
            LOG.error("diozero's reader of edges ended and cannot be started again. Edges are lost.", e);
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
