// SPDX-License-Identifier: MIT
package blinka4j.busio;

import blinka4j.BusException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** The one lock of a bus: fair, reentrant, with a limit on waiting, and it knows who holds it. */
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

    private final Owned lock = new Owned();
    private volatile Duration timeout = Duration.ofSeconds(10);

    Duration timeout() {
        return timeout;
    }

    void timeout(Duration timeout) {
        if (timeout.isNegative() || timeout.isZero()) {
            throw new IllegalArgumentException("a timeout of %s: expected more than zero".formatted(timeout));
        }
        this.timeout = timeout;
    }

    boolean tryLock() {
        return lock.tryLock();
    }

    /** @throws BusException if the bus was not free in time, or the thread was interrupted while waiting */
    void lock(String bus) {
        if (lock.isHeldByCurrentThread() || !lock.hasQueuedThreads()) {
            if (lock.tryLock()) {
                return;
            }
        }
        Duration limit = timeout;
        try {
            if (!lock.tryLock(nanos(limit), TimeUnit.NANOSECONDS)) {
                throw new BusException(BusException.Kind.TIMEOUT, notFree(bus, limit));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BusException(
                    BusException.Kind.INTERRUPTED,
                    0,
                    "interrupted while waiting for %s%s; nothing was sent".formatted(bus, holder()),
                    e);
        }
    }

    /** As {@link #lock}, but an interrupt does not end the waiting: what is to be closed must be closed. */
    void lockToClose(String bus) {
        boolean interrupted = false;
        Duration limit = timeout;
        long end = System.nanoTime() + nanos(limit);
        try {
            while (true) {
                try {
                    if (!lock.tryLock(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS)) {
                        throw new BusException(BusException.Kind.TIMEOUT, notFree(bus, limit));
                    }
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

    /**
     * Whether this thread holds the lock.
     *
     * @throws IllegalStateException if another thread holds it
     */
    boolean isMine(String bus) {
        if (lock.isHeldByCurrentThread()) {
            return true;
        }
        if (lock.isLocked()) {
            throw new IllegalStateException(
                    "%s is not locked by this thread%s; only who locked it may unlock it".formatted(bus, holder()));
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
                "%s cannot be unlocked: it is not locked; call lock() first, or tryLock(), which must have returned true"
                        .formatted(bus));
    }

    void unlock() {
        lock.unlock();
    }

    /** What is too long to be told in nanoseconds, more than 292 years, counts as that. */
    private static long nanos(Duration limit) {
        return TimeUnit.NANOSECONDS.convert(limit);
    }

    private String notFree(String bus, Duration limit) {
        return "%s was not free within %s ms%s; a longer wait is set with timeout(Duration)"
                .formatted(bus, limit.toMillis(), holder());
    }

    private String holder() {
        Thread owner = lock.owner();
        return owner == null ? "" : ": the thread '" + owner.getName() + "' holds it";
    }
}
