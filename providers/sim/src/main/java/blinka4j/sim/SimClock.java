// SPDX-License-Identifier: MIT
package blinka4j.sim;

import blinka4j.provider.Clock;
import java.time.Duration;
import java.util.PriorityQueue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Simulated time. It starts at 0 and passes when somebody lets it: a test with {@link #advance}, a program with
 * {@code Time.sleep}, a driver that waits for its chip, a transfer on a simulated bus (as long as its bits take on a real one).
 * What is due at a time happens when that time passes, in order, in the thread that lets it pass.
 *
 * <p>A {@link #running} clock follows real time instead: for a program that people watch. It has a thread while something is
 * due; {@link #close} ends that.
 */
public final class SimClock implements Clock, AutoCloseable {
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
    private boolean closed;

    /** A clock that stands until {@link #advance}. */
    public SimClock() {
        this(false);
    }

    private SimClock(boolean running) {
        this.running = running;
    }

    /** A clock that follows real time, in which waiting takes its time. Close it when it is no longer needed. */
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
    @Override
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

    /**
     * Lets time pass as a program does that waits. An interrupt that something due in that time makes ends the wait at its
     * moment.
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

    /** The time after so many nanoseconds, or the last one there is. */
    private long later(long time) {
        return nanos + Math.min(time, Long.MAX_VALUE - nanos);
    }

    /**
     * Does {@code action} when {@code delay} has passed, in the thread that lets time pass. The action runs without the board's
     * lock: other threads can use the board meanwhile, and let time pass, which may run the next action beside this one.
     */
    public Event after(Duration delay, Runnable action) {
        if (delay.isNegative()) {
            throw new IllegalArgumentException("cannot do something after %s: that is in the past".formatted(delay));
        }
        return afterNanos(delay.toNanos(), () -> unlocked(action));
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
            runner = new Thread(this::runEvents, "blinka4j-sim-clock");
            runner.setDaemon(true);
            runner.start();
        }
    }

    /** Ends when nothing is due any more: the next event starts another thread. */
    private void runEvents() {
        lock.lock();
        try {
            while (!events.isEmpty()) {
                try {
                    if (eventsChanged.awaitNanos(nextEvent() - nanos()) <= 0) {
                        runUntil(nanos());
                    }
                } catch (InterruptedException e) {
                    // An event has interrupted this thread, which only close() ends.
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
     * Nothing that is due happens any more, and the thread of a {@link #running} clock ends. The time can still be read and
     * waited in. Closing again does nothing.
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
