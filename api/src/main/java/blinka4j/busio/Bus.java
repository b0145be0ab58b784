// SPDX-License-Identifier: MIT
package blinka4j.busio;

import blinka4j.hardware.Hold;
import java.lang.ref.Reference;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What {@code I2C} and {@code SPI} share: the lock of the bus, and its end. */
final class Bus {
    private final String name;
    private final String again;
    private final Hold hold;
    private final Runnable released;
    private final @Nullable Bus whole;
    private final BusLock lock;
    private final BusHold held = this::unlock;
    /** How often the thread that holds the bus has taken it by this object. Guarded by the lock. */
    private int depth;

    /**
     * @param again how to open it again, for the error after the end
     * @param released called when a thread gives the bus back
     * @param whole the bus that this one is a part of, with the same lock
     */
    Bus(String name, String again, Hold hold, Runnable released, @Nullable Bus whole) {
        this.name = name;
        this.again = again;
        this.hold = hold;
        this.released = released;
        this.whole = whole;
        this.lock = whole == null ? new BusLock() : whole.lock;
    }

    boolean tryLock() {
        if (!lock.tryLock()) {
            return false;
        }
        entered();
        return true;
    }

    BusHold lock() {
        lock.lock(name);
        entered();
        return held;
    }

    private void entered() {
        if (isClosed()) {
            lock.unlock();
            throw hold.closed(name, again);
        }
        depth++;
    }

    /** Whether this thread holds the bus. */
    boolean isMine() {
        return lock.isMine(name);
    }

    void unlock() {
        lock.requireMine(name);
        if (depth == 0) {
            throw BusLock.notLocked(name);
        }
        try {
            if (--depth == 0 && !isClosed()) {
                released.run();
            }
        } finally {
            lock.unlock();
        }
    }

    <T> T exclusively(Supplier<T> body) {
        lock();
        try (held) {
            return body.get();
        }
    }

    void exclusively(Runnable body) {
        lock();
        try (held) {
            body.run();
        }
    }

    Duration timeout() {
        return lock.timeout();
    }

    void timeout(Duration timeout) {
        lock.timeout(timeout);
    }

    boolean isClosed() {
        return hold.isClosed() || (whole != null && whole.isClosed());
    }

    /** @param front the object that the program has, which must not become garbage meanwhile */
    void close(Object front) {
        if (hold.isClosed()) {
            return;
        }
        lock.lockToClose(name);
        try (hold) {
            if (depth > 0 && !hold.isClosed()) {
                released.run();
            }
        } finally {
            lock.unlock();
            Reference.reachabilityFence(front);
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
