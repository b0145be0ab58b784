// SPDX-License-Identifier: MIT
package blinka4j.sim;

import java.time.Duration;
import java.util.PriorityQueue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Simulated time. It starts at 0 and passes when somebody lets it: a test with {@link #advance}, a driver that waits
 * for its chip, a transfer on a simulated bus (as long as its bits take on a real one). What is due at a time happens
 * when that time passes, in order, in the thread that lets it pass.
 *
 * <p>A {@link #running} clock follows real time instead: for a program that people watch.
 */
public final class SimClock {
    /** Guards all that belongs to this clock; see the package's description. */
    final ReentrantLock lock = new ReentrantLock();

    private final Condition eventsChanged = lock.newCondition();
    private final PriorityQueue<Event> events = new PriorityQueue<>();
    private final boolean running;
    private final long started = System.nanoTime();
    /** The time; of a running clock how much of it was skipped. */
    private volatile long nanos;

    private long eventsSoFar;
    private @Nullable Thread runner;

    /** A clock that stands until {@link #advance}. */
    public SimClock() {
        this(false);
    }

    private SimClock(boolean running) {
        this.running = running;
    }

    /** A clock that follows real time, in which waiting takes its time. */
    public static SimClock running() {
        return new SimClock(true);
    }

    /** Whether this clock follows real time. */
    public boolean isRunning() {
        return running;
    }

    /** The time since the start. */
    public Duration now() {
        return Duration.ofNanos(nanos());
    }

    /** The time since the start in nanoseconds. */
    public long nanos() {
        return running ? System.nanoTime() - started + nanos : nanos;
    }

    /**
     * Lets time pass; of a {@link #running} clock, skips it. All that is due until then happens. What it throws comes
     * out of here, with the time standing at the moment it happened.
     */
    public void advance(Duration time) {
        if (time.isNegative()) {
            throw new IllegalArgumentException("cannot advance by %s: time does not go back".formatted(time));
        }
        advance(time.toNanos());
    }

    /** Does {@code action} when {@code delay} has passed. */
    public Event after(Duration delay, Runnable action) {
        if (delay.isNegative()) {
            throw new IllegalArgumentException("cannot do something after %s: that is in the past".formatted(delay));
        }
        return afterNanos(delay.toNanos(), action);
    }

    Event afterNanos(long delay, Runnable action) {
        lock.lock();
        try {
            Event event = new Event(this, Math.addExact(nanos(), delay), eventsSoFar++, action);
            events.add(event);
            if (running) {
                startRunner();
                eventsChanged.signal();
            }
            return event;
        } finally {
            lock.unlock();
        }
    }

    /** Time that passes by itself while something is done. In a running clock it does so without help. */
    void spend(long time) {
        if (!running) {
            advance(time);
        }
    }

    /** When the next event is due, {@link Long#MAX_VALUE} if there is none. The lock is held. */
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
            runner = new Thread(this::runForever, "blinka4j-sim-clock");
            runner.setDaemon(true);
            runner.start();
        }
    }

    private void runForever() {
        lock.lock();
        try {
            while (true) {
                try {
                    long due = nextEvent();
                    if (due == Long.MAX_VALUE) {
                        eventsChanged.await();
                    } else if (eventsChanged.awaitNanos(due - nanos()) <= 0) {
                        runUntil(nanos());
                    }
                } catch (RuntimeException | Error e) {
                    // One event that fails must not stop the others.
                    Thread thread = Thread.currentThread();
                    thread.getUncaughtExceptionHandler().uncaughtException(thread, e);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public String toString() {
        return "SimClock(%s)".formatted(now());
    }

    /** Something that is going to happen. */
    public static final class Event implements Comparable<Event> {
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

        /** Takes it back. Does nothing if it has happened. */
        public void cancel() {
            clock.lock.lock();
            try {
                clock.events.remove(this);
            } finally {
                clock.lock.unlock();
            }
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
