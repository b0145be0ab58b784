// SPDX-License-Identifier: MIT
package blinka4j.provider;

import java.util.PriorityQueue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Runs the tasks of {@link Clock#after} in real time, on one thread. It sleeps until the next task, and ends when none is due. */
final class AlarmThread {
    private static final ReentrantLock LOCK = new ReentrantLock();
    private static final Condition CHANGED = LOCK.newCondition();
    private static final PriorityQueue<Due> TASKS = new PriorityQueue<>();
    private static @Nullable Thread runner;

    private AlarmThread() {}

    static Clock.Alarm after(long nanos, Runnable task) {
        Due due = new Due(System.nanoTime() + nanos, task);
        LOCK.lock();
        try {
            TASKS.add(due);
            if (runner == null) {
                Thread thread = new Thread(AlarmThread::run, "blinka4j-alarms");
                thread.setDaemon(true);
                // Otherwise the thread would keep the classes of the program that happened to start it.
                thread.setContextClassLoader(null);
                thread.start();
                runner = thread;
            }
            CHANGED.signal();
        } finally {
            LOCK.unlock();
        }
        return due;
    }

    private static void run() {
        for (Due next = next(); next != null; next = next()) {
            try {
                next.task.run();
            } catch (RuntimeException | Error e) {
                // A task that fails must not stop the others.
                Thread thread = Thread.currentThread();
                thread.getUncaughtExceptionHandler().uncaughtException(thread, e);
            }
        }
    }

    /** Waits for the next task. Returns null, and the thread ends, if there is none. */
    private static @Nullable Due next() {
        LOCK.lock();
        try {
            while (true) {
                Due first = TASKS.peek();
                if (first == null) {
                    runner = null;
                    return null;
                }
                long left = first.nanos - System.nanoTime();
                if (left <= 0) {
                    TASKS.remove();
                    return first;
                }
                try {
                    CHANGED.awaitNanos(left);
                } catch (InterruptedException e) {
                    // A task has interrupted its thread. Only the last task ends it.
                }
            }
        } finally {
            LOCK.unlock();
        }
    }

    /** A task and its time, by {@link System#nanoTime}. */
    private static final class Due implements Clock.Alarm, Comparable<Due> {
        private final long nanos;
        private final Runnable task;

        Due(long nanos, Runnable task) {
            this.nanos = nanos;
            this.task = task;
        }

        @Override
        public void cancel() {
            LOCK.lock();
            try {
                TASKS.remove(this);
                CHANGED.signal();
            } finally {
                LOCK.unlock();
            }
        }

        @Override
        public int compareTo(Due other) {
            // The difference, because nanoTime may overflow.
            return Long.signum(nanos - other.nanos);
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
