// SPDX-License-Identifier: MIT
package blinka4j.busio;

import blinka4j.hardware.Hold;
import java.lang.ref.Reference;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The part that {@code I2C} and {@code SPI} have in common: the lock of the bus, and its end. */
final class Bus {
    private final String name;
    private final String again;
    private final Hold hold;
    private final Runnable released;
    private final @Nullable Bus whole;
    final BusLock lock;
    private final BusHold held = this::unlock;
    /** How often the thread that holds the bus has taken it through this object. Guarded by the lock. */
    private int depth;

    /**
     * @param again how to open the bus again, for the error of a closed bus
     * @param released called when a thread gives the bus back
     * @param whole the bus that this one is part of and shares the lock with; null if it is not part of another bus
     */
    Bus(String name, String again, Hold hold, Runnable released, @Nullable Bus whole) {
        this.name = name;
        this.again = again;
        this.hold = hold;
        this.released = released;
        this.whole = whole;
        this.lock = whole == null ? new BusLock() : whole.lock;
        hold.lockedBy(lock::lastingOwner);
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

    BusHold lock(Duration timeout) {
        lock.lock(name, timeout);
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

    /** True if this thread holds the bus. */
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

    boolean isClosed() {
        return hold.isClosed() || (whole != null && whole.isClosed());
    }

    /** @param front the program's object, which must not become garbage during this call */
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
