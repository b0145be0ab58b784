// SPDX-License-Identifier: MIT
package blinka4j.sim;

import blinka4j.provider.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Simulated time. It starts at 0. It passes in {@link #advance}, in a program's {@code Time.sleep}, while a driver waits for its chip,
 * and in a transfer on a simulated bus, which takes as long as its bits on a real one. Events happen in order when their time passes, in
 * the thread that lets it pass. {@link #polled Readings} in a loop let time pass too. {@link #limit} ends a program that does not end.
 *
 * <p>A {@link #running} clock follows real time, for a program that people watch. {@link #speed} makes it faster or slower, or pauses it.
 * It has a thread while events are due. {@link #close} ends the thread.
 */
public final class SimClock implements Clock, AutoCloseable {
    /** The limit of real time that {@link #limit(Duration)} sets. */
    static final Duration REAL_LIMIT = Duration.ofMinutes(1);

    /** Readings at one moment that take no time. */
    private static final int FREE_POLLS = 100;

    private static final long POLL_NANOS = 1000;
    private static final int MOST_FAILURES = 100;

    /** Guards everything on this clock; see the package's description. */
    final ReentrantLock lock = new ReentrantLock();

    private static final Duration LONGEST = Duration.ofNanos(Long.MAX_VALUE);
    private static final double FASTEST = 1000;
    private static final long LONGEST_DELAY_NANOS = 10_000_000;

    private final Condition eventsChanged = lock.newCondition();
    private final Condition paceChanged = lock.newCondition();
    private final PriorityQueue<Event> events = new PriorityQueue<>();
    private final boolean running;
    /** The time of a clock that does not run. */
    private volatile long nanos;

    /** How a running clock goes. Null for a moment while it changes, so that no thread reads a time after the change by the old pace. */
    private volatile @Nullable Pace pace = new Pace(System.nanoTime(), 0, 1);

    /** Readings since time passed. Threads may miss each other's, which only makes the time pass later. */
    private int polls;

    /** The error for a program that has reached its limit of real time. */
    private volatile TimeLimit.@Nullable Overdue overdue;

    private final List<TimeLimit> limits = new CopyOnWriteArrayList<>();
    private long eventsSoFar;
    private @Nullable Thread runner;

    /**
     * When the event was due that happens in a thread; null for a thread without one. On a running clock two events may happen at once: one
     * in its own thread, and one in a thread that lets time pass.
     */
    private final ThreadLocal<@Nullable Long> eventDue = new ThreadLocal<>();

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

    /** How fast this clock goes: 1 for real time, 2 for twice as fast, 0 while paused. 0 for a clock that does not run. */
    public double speed() {
        return running ? pace().speed : 0;
    }

    /**
     * Makes a {@link #running} clock faster or slower. A program that sleeps wakes at its time on this clock. While the clock is paused,
     * {@link #advance} makes single steps.
     *
     * @param times 0 to 1000: 1 for real time, 2 for twice as fast, 0 to pause
     * @throws IllegalStateException if this clock does not run
     */
    public void speed(double times) {
        if (!(times >= 0 && times <= FASTEST)) {
            throw new IllegalArgumentException(
                    "a speed of %s is out of range. Expected 0 to %s.".formatted(times, FASTEST));
        }
        if (!running) {
            throw new IllegalStateException("this clock has no speed, because it stands. Use SimClock.running().");
        }
        locked(() -> pace(0, times));
    }

    /** The time since the start. */
    public Duration now() {
        return Duration.ofNanos(nanos());
    }

    /** The time since the start in nanoseconds. */
    @Override
    public long nanos() {
        if (!running) {
            return nanos;
        }
        while (true) {
            Pace before = pace;
            if (before != null) {
                long time = before.at(System.nanoTime());
                if (before == pace) {
                    return time;
                }
            }
            Thread.onSpinWait();
        }
    }

    private Pace pace() {
        Pace now = pace;
        while (now == null) {
            Thread.onSpinWait();
            now = pace;
        }
        return now;
    }

    /** Changes the pace of a running clock. The lock is held. */
    private void pace(long skip, double speed) {
        Pace before = pace();
        pace = null;
        long real = System.nanoTime();
        pace = new Pace(real, before.at(real) + skip, speed);
        paceChanged.signalAll();
        eventsChanged.signal();
    }

    /**
     * Lets time pass, up to 292 years from the start; a {@link #running} clock skips it. The events of this time happen. If an event throws an exception, so does this
     * method, and the time stops at that event.
     */
    public void advance(Duration time) {
        if (time.isNegative()) {
            throw new IllegalArgumentException("cannot advance by %s. Expected 0 or more.".formatted(time));
        }
        advance(nanos(time));
    }

    /** A duration in nanoseconds; that of the longest, 292 years, for longer ones. */
    static long nanos(Duration time) {
        return time.compareTo(LONGEST) >= 0 ? Long.MAX_VALUE : time.toNanos();
    }

    /**
     * Lets time pass while a program waits. An event that interrupts the thread ends the wait at its time.
     */
    @Override
    public void sleep(long time) throws InterruptedException {
        endOverdue();
        if (running) {
            try {
                sleepAtPace(time);
            } catch (InterruptedException e) {
                endOverdue();
                throw e;
            }
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

    private void sleepAtPace(long time) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long due = later(time);
            for (long left = time; left > 0; left = due - nanos()) {
                paceChanged.awaitNanos(pace().real(left));
            }
        } finally {
            lock.unlock();
        }
    }

    /** How much real time so much time of a running clock takes at present; {@link Long#MAX_VALUE} while it is paused. */
    long real(long time) {
        return pace().real(time);
    }

    @Override
    public void delay(long time) {
        endOverdue();
        if (running) {
            long due = later(time);
            for (long left = time; left > 0; left = due - nanos()) {
                Clock.system().delay(Math.min(pace().real(left), LONGEST_DELAY_NANOS));
            }
            return;
        }
        locked(() -> advance(later(time) - nanos));
    }

    /**
     * A program that only reads, such as {@code while (button.value()) {}}, waits for something. After 100 readings at one moment each
     * reading takes 1 µs, so that what it waits for happens. A running clock needs no help.
     */
    @Override
    public void polled() {
        endOverdue();
        if (running) {
            return;
        }
        int before = polls;
        if (before < FREE_POLLS) {
            polls = before + 1;
        } else {
            advance(POLL_NANOS);
            polls = before;
        }
    }

    /**
     * Ends a program that does not end: lets {@link TimeLimitError} be thrown when so much time has passed. In simulated time the thread
     * that lets the time pass gets it, in {@code sleep}, a transfer or a loop that reads.
     *
     * <p>The calling thread is also interrupted after a minute of real time, in case it waits for something that never happens, and gets
     * the error in its next call. A loop that calls neither this library nor anything that can be interrupted does not end: use the
     * timeout of the test framework.
     *
     * @return to end the limit. {@link #close} ends it too
     */
    public Clock.Alarm limit(Duration time) {
        return limit(time, REAL_LIMIT);
    }

    /** The same with another limit of real time. For a {@link #running} clock the shorter one counts. */
    public Clock.Alarm limit(Duration time, Duration realTime) {
        return limit(time, realTime, () -> "");
    }

    /**
     * The same with an end of the message.
     *
     * @param more asked when the limit is reached
     */
    public Clock.Alarm limit(Duration time, Duration realTime, Supplier<String> more) {
        if (time.isNegative() || realTime.isNegative()) {
            throw new IllegalArgumentException("a limit of %s, and %s of real time, is in the past. Expected 0 or more."
                    .formatted(time, realTime));
        }
        TimeLimit limit = new TimeLimit(this, time, realTime, more);
        limits.add(limit);
        return limit;
    }

    void forget(TimeLimit limit) {
        limits.remove(limit);
    }

    void overdue(TimeLimit.@Nullable Overdue program) {
        overdue = program;
    }

    /** Throws the error of {@link #limit} if this thread has reached its limit of real time. */
    private void endOverdue() {
        TimeLimit.Overdue late = overdue;
        if (late != null && late.program() == Thread.currentThread()) {
            overdue = null;
            Thread.interrupted();
            throw late.error();
        }
    }

    /** The time after so many nanoseconds, without overflow. */
    private long later(long time) {
        long now = nanos();
        return now + Math.min(time, Long.MAX_VALUE - now);
    }

    /**
     * Does {@code action} when {@code delay} has passed, in the thread that lets time pass. The action runs without the board's
     * lock: other threads can use the board meanwhile, and let time pass, which may run the next action beside this one.
     */
    public Event after(Duration delay, Runnable action) {
        if (delay.isNegative()) {
            throw new IllegalArgumentException("a delay of %s is in the past. Expected 0 or more.".formatted(delay));
        }
        return afterNanos(nanos(delay), () -> unlocked(action));
    }

    /**
     * Does {@code action} at a time since the start, or at once if that has passed. For a signal with several edges: read {@link #now}
     * once, because on a running clock each reading is later than the one before.
     */
    public Event at(Duration time, Runnable action) {
        if (time.isNegative()) {
            throw new IllegalArgumentException("a time of %s is before the start. Expected 0 or more.".formatted(time));
        }
        return at(nanos(time), () -> unlocked(action));
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
        return at(later(delay), action);
    }

    private Event at(long due, Runnable action) {
        lock.lock();
        try {
            Event event = new Event(this, due, eventsSoFar++, action);
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
        endOverdue();
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
            polls = time > 0 ? 0 : polls;
            if (running) {
                pace(time, pace().speed);
                runUntil(nanos());
            } else {
                long target = later(time);
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
                next.action.run();
                continue;
            }
            Long before = eventDue.get();
            eventDue.set(next.due);
            try {
                next.action.run();
            } finally {
                eventDue.set(before);
            }
        }
    }

    /**
     * The time at which what happens now is said to have happened: in an event, the time when it was due. On a running clock it happens
     * later, up to milliseconds on a busy machine, and pulses of a sensor would get other lengths.
     */
    long moment() {
        Long due = running ? eventDue.get() : null;
        return due == null ? nanos() : due;
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
                    eventsChanged.awaitNanos(pace().real(nextEvent() - nanos()));
                    runUntil(nanos());
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
        limits.forEach(TimeLimit::cancel);
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

    /** From the real time {@code since} on, when the clock showed {@code from}. */
    private static final class Pace {
        private final long since;
        private final long from;
        private final double speed;

        private Pace(long since, long from, double speed) {
            this.since = since;
            this.from = from;
            this.speed = speed;
        }

        private long at(long real) {
            long passed = real - since;
            return from + (speed == 1 ? passed : (long) (passed * speed));
        }

        /** The real time that it takes; for ever while paused. */
        private long real(long time) {
            return speed == 1 ? time : (long) Math.ceil(time / speed);
        }
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
