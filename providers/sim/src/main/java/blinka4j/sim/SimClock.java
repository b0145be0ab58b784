// SPDX-License-Identifier: MIT
package blinka4j.sim;

import blinka4j.provider.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Simulated time. It starts at 0. It passes in {@link #advance}, in a program's {@code Time.sleep}, while a driver waits for its chip,
 * and in a transfer on a simulated bus, which takes as long as its bits on a real one. Events happen in order when their time passes, in
 * the thread that lets it pass.
 *
 * <p>A {@link #running} clock follows real time, for a program that people watch. It has a thread while events are due. {@link #close}
 * ends the thread.
 */
public final class SimClock implements Clock, AutoCloseable {
    private static final int MOST_FAILURES = 100;

    /** Guards everything on this clock; see the package's description. */
    final ReentrantLock lock = new ReentrantLock();

    private final Condition eventsChanged = lock.newCondition();
    private final PriorityQueue<Event> events = new PriorityQueue<>();
    private final boolean running;
    private final long started = System.nanoTime();
    /** The time; for a running clock, the time that was skipped. */
    private volatile long nanos;

    private long eventsSoFar;
    private @Nullable Thread runner;
    private boolean closed;
    /** Of listeners and of a program's timed tasks. Guarded by the lock. */
    private final List<Throwable> failures = new ArrayList<>();

    /** A clock of simulated time. */
    public SimClock() {
        this(false);
    }

    private SimClock(boolean running) {
        this.running = running;
    }

    /** A clock that follows real time. Close it when it is no longer needed. */
    public static SimClock running() {
        return new SimClock(true);
    }

    /** True if this clock follows real time. */
    public boolean isRunning() {
        return running;
    }

    /** The time since the start. */
    public Duration now() {
        return Duration.ofNanos(nanos());
    }

    /** The time since the start in nanoseconds. */
    @Override
    public long nanos() {
        return running ? System.nanoTime() - started + nanos : nanos;
    }

    /**
     * Lets time pass; a {@link #running} clock skips it. The events of this time happen. If an event throws an exception, so does this
     * method, and the time stops at that event.
     */
    public void advance(Duration time) {
        if (time.isNegative()) {
            throw new IllegalArgumentException("cannot advance by %s. Expected 0 or more.".formatted(time));
        }
        advance(time.toNanos());
    }

    /**
     * Lets time pass while a program waits. An event that interrupts the thread ends the wait at its time.
     */
    @Override
    public void sleep(long time) throws InterruptedException {
        if (running) {
            Clock.system().sleep(time);
            return;
        }
        lock.lockInterruptibly();
        try {
            long target = later(time);
            do {
                advance(Math.max(0, Math.min(nextEvent(), target) - nanos));
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
            } while (nanos < target);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void delay(long time) {
        if (running) {
            Clock.system().delay(time);
            return;
        }
        locked(() -> advance(later(time) - nanos));
    }

    /** The time after so many nanoseconds, without overflow. */
    private long later(long time) {
        return nanos + Math.min(time, Long.MAX_VALUE - nanos);
    }

    /**
     * Does {@code action} when {@code delay} has passed, in the thread that lets time pass. The action runs without the board's
     * lock: other threads can use the board meanwhile, and let time pass, which may run the next action beside this one.
     */
    public Event after(Duration delay, Runnable action) {
        if (delay.isNegative()) {
            throw new IllegalArgumentException("a delay of %s is in the past. Expected 0 or more.".formatted(delay));
        }
        return afterNanos(delay.toNanos(), () -> unlocked(action));
    }

    /** The same with a delay in nanoseconds, as a program asks for it. */
    @Override
    public Event after(long nanos, Runnable task) {
        return after(Duration.ofNanos(nanos), () -> {
            try {
                task.run();
            } catch (RuntimeException | Error e) {
                failed(e);
                throw e;
            }
        });
    }

    /** Remembers an exception until {@link #takeFailures}. */
    void failed(Throwable failure) {
        locked(() -> {
            if (failures.size() < MOST_FAILURES) {
                failures.add(failure);
            }
        });
    }

    /** Returns the exceptions since the last call. */
    List<Throwable> takeFailures() {
        return locked(() -> {
            List<Throwable> taken = List.copyOf(failures);
            failures.clear();
            return taken;
        });
    }

    /** Does {@code action} with the lock held. For the simulator itself. */
    Event afterNanos(long delay, Runnable action) {
        lock.lock();
        try {
            Event event = new Event(this, Math.addExact(nanos(), delay), eventsSoFar++, action);
            if (!closed) {
                events.add(event);
                if (running) {
                    startRunner();
                    eventsChanged.signal();
                }
            }
            return event;
        } finally {
            lock.unlock();
        }
    }

    /** Runs {@code action} with the lock held. */
    void locked(Runnable action) {
        lock.lock();
        try {
            action.run();
        } finally {
            lock.unlock();
        }
    }

    /** Returns what {@code value} gives with the lock held. */
    <T> T locked(Supplier<T> value) {
        lock.lock();
        try {
            return value.get();
        } finally {
            lock.unlock();
        }
    }

    /** Runs {@code action} without the lock, however often this thread holds it. */
    void unlocked(Runnable action) {
        int holds = lock.getHoldCount();
        for (int i = 0; i < holds; i++) {
            lock.unlock();
        }
        try {
            action.run();
        } finally {
            for (int i = 0; i < holds; i++) {
                lock.lock();
            }
        }
    }

    /** Lets the time of an operation pass. A running clock needs no help. */
    void spend(long time) {
        if (!running) {
            advance(time);
        }
    }

    /** The time of the next event; {@link Long#MAX_VALUE} if there is none. The lock is held. */
    long nextEvent() {
        Event next = events.peek();
        return next == null ? Long.MAX_VALUE : next.due;
    }

    private void advance(long time) {
        lock.lock();
        try {
            if (running) {
                long skipped = nanos;
                nanos = skipped + time;
                runUntil(nanos());
            } else {
                long target = Math.addExact(nanos, time);
                runUntil(target);
                nanos = Math.max(nanos, target);
            }
        } finally {
            lock.unlock();
        }
    }

    private void runUntil(long time) {
        for (Event next = events.peek(); next != null && next.due <= time; next = events.peek()) {
            events.remove();
            if (!running) {
                nanos = Math.max(nanos, next.due);
            }
            next.action.run();
        }
    }

    private void startRunner() {
        if (runner == null) {
            runner = new Thread(this::runEvents, "blinka4j-sim-clock");
            runner.setDaemon(true);
            runner.start();
        }
    }

    /** Ends when no event is due. The next event starts another thread. */
    private void runEvents() {
        lock.lock();
        try {
            while (!events.isEmpty()) {
                try {
                    if (eventsChanged.awaitNanos(nextEvent() - nanos()) <= 0) {
                        runUntil(nanos());
                    }
                } catch (InterruptedException e) {
                    // An event interrupted this thread. Only close() ends it.
                } catch (RuntimeException | Error e) {
                    // One event that fails must not stop the others.
                    Thread thread = Thread.currentThread();
                    thread.getUncaughtExceptionHandler().uncaughtException(thread, e);
                }
            }
        } finally {
            runner = null;
            lock.unlock();
        }
    }

    /**
     * Cancels all events and ends the thread of a {@link #running} clock. The time can still be read, and passes as before. Closing
     * again does nothing.
     */
    @Override
    public void close() {
        locked(() -> {
            closed = true;
            events.clear();
            eventsChanged.signal();
        });
    }

    @Override
    public String toString() {
        return "SimClock(%s)".formatted(now());
    }

    /** An action that is due at a time. */
    public static final class Event implements Clock.Alarm, Comparable<Event> {
        private final SimClock clock;
        private final long due;
        private final long order;
        private final Runnable action;

        private Event(SimClock clock, long due, long order, Runnable action) {
            this.clock = clock;
            this.due = due;
            this.order = order;
            this.action = action;
        }

        /** Cancels the event. Does nothing if it has happened. */
        @Override
        public void cancel() {
            clock.locked(() -> clock.events.remove(this));
        }

        @Override
        public int compareTo(Event other) {
            int byTime = Long.compare(due, other.due);
            return byTime != 0 ? byTime : Long.compare(order, other.order);
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return this == other;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(this);
        }
    }
}
