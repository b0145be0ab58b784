// SPDX-License-Identifier: MIT
package blinka4j.busio;

import blinka4j.BusException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** The lock of a bus: fair, reentrant, with a timeout. Its errors name the thread that holds it. */
final class BusLock {
    private static final class Owned extends ReentrantLock {
        private static final long serialVersionUID = 1L;

        Owned() {
            super(true);
        }

        @Nullable Thread owner() {
            return getOwner();
        }
    }

    private static final long LONG_TRANSFER_MILLIS = 1_000;

    private final Owned lock = new Owned();
    /** How often its holder has taken it. Only the first time changes {@link #lock}, which costs memory barriers. */
    private int depth;
    /** Limit on waiting, unless a call names another one. Tests set a shorter one. */
    volatile Duration timeout = Duration.ofSeconds(10);

    boolean tryLock() {
        if (!lock.isHeldByCurrentThread() && !lock.tryLock()) {
            return false;
        }
        depth++;
        return true;
    }

    void lock(String bus) {
        if (!tryLockInTurn()) {
            await(bus, timeout);
        }
    }

    /** @throws BusException if the bus did not become free in time, or the thread was interrupted while waiting */
    void lock(String bus, Duration limit) {
        if (limit.isNegative() || limit.isZero()) {
            throw new IllegalArgumentException("a timeout of %s: expected more than zero".formatted(limit));
        }
        if (!tryLockInTurn()) {
            await(bus, limit);
        }
    }

    private boolean tryLockInTurn() {
        return (lock.isHeldByCurrentThread() || !lock.hasQueuedThreads()) && tryLock();
    }

    private void await(String bus, Duration limit) {
        try {
            if (!lock.tryLock(nanos(limit), TimeUnit.NANOSECONDS)) {
                throw new BusException(BusException.Kind.TIMEOUT, notFree(bus, limit));
            }
            depth++;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BusException(
                    BusException.Kind.INTERRUPTED,
                    0,
                    "interrupted while waiting for %s%s; nothing was sent".formatted(bus, holder()),
                    e);
        }
    }

    /** The same as {@link #lock}, but an interrupt does not end the wait: a close must not be lost. */
    void lockToClose(String bus) {
        if (lock.isHeldByCurrentThread()) {
            depth++;
            return;
        }
        boolean interrupted = false;
        Duration limit = timeout;
        long end = System.nanoTime() + nanos(limit);
        try {
            while (true) {
                try {
                    if (!lock.tryLock(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS)) {
                        throw new BusException(BusException.Kind.TIMEOUT, notFree(bus, limit));
                    }
                    depth++;
                    return;
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Returns the thread that holds the lock, and still does after a transfer would have ended; null if the bus is free. */
    @Nullable Thread lastingOwner() {
        if (!lock.isHeldByCurrentThread()) {
            try {
                if (lock.tryLock(LONG_TRANSFER_MILLIS, TimeUnit.MILLISECONDS)) {
                    lock.unlock();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        return lock.owner();
    }

    /**
     * Returns true if this thread holds the lock, false if no thread does.
     *
     * @throws IllegalStateException if another thread holds it
     */
    boolean isMine(String bus) {
        if (lock.isHeldByCurrentThread()) {
            return true;
        }
        if (lock.isLocked()) {
            throw new IllegalStateException(
                    "%s is not locked by this thread%s. Only the thread that locked it can unlock it."
                            .formatted(bus, holder()));
        }
        return false;
    }

    /** @throws IllegalStateException if this thread does not hold the lock */
    void requireMine(String bus) {
        if (!isMine(bus)) {
            throw notLocked(bus);
        }
    }

    static IllegalStateException notLocked(String bus) {
        return new IllegalStateException(
                "%s cannot be unlocked: it is not locked. Call lock() first, or tryLock() and check that it returned true."
                        .formatted(bus));
    }

    /** For the thread that holds the lock. */
    void unlock() {
        depth--;
        if (depth == 0) {
            lock.unlock();
        }
    }

    /** At most 292 years, which is the longest time in nanoseconds. */
    private static long nanos(Duration limit) {
        return TimeUnit.NANOSECONDS.convert(limit);
    }

    private String notFree(String bus, Duration limit) {
        return "%s did not become free within %s ms%s. To wait longer, take it with lock(Duration)."
                .formatted(bus, limit.toMillis(), holder());
    }

    private String holder() {
        Thread owner = lock.owner();
        return owner == null ? "" : ": the thread '" + owner.getName() + "' holds it";
    }
}
