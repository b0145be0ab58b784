// SPDX-License-Identifier: MIT
package blinka4j.linux;

import blinka4j.BusException;
import blinka4j.BusException.Kind;
import blinka4j.kernel.Errno;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Waits until a file can be read or written. A platform thread sleeps in {@code poll(2)}, and callers wait for it on a condition. So
 * an interrupt or {@link #close()} ends a wait, and a virtual thread releases its carrier. The thread starts with the first wait and
 * ends with {@link #close()}.
 *
 * <p>At most one caller waits for each direction.
 */
final class Readiness implements Runnable {
    private static final int ERRORS = SystemCalls.POLLERR | SystemCalls.POLLHUP | SystemCalls.POLLNVAL;
    private static final int BOTH = SystemCalls.POLLIN | SystemCalls.POLLOUT;
    private static final int NONE = -1;

    private final SystemCalls sys;
    private final int wakeUp;
    private final String label;
    private final Supplier<IllegalStateException> closedError;

    /** The file and the wake-up. Only the thread polls them. */
    private final Block fds = new Block(16);

    private final Block counter = new Block(Long.BYTES);
    private final Block drained = new Block(Long.BYTES);

    private final ReentrantLock lock = new ReentrantLock();
    /** For callers: a direction is ready, or this is closed. */
    private final Condition changed = lock.newCondition();
    /** For the thread: a caller waits, or this is closed. */
    private final Condition wantedSome = lock.newCondition();

    // Guarded by the lock.
    private @Nullable Thread thread;
    /** The directions that callers wait for. */
    private int wanted;
    /** The directions that the thread polls; {@link #NONE} while it does not. */
    private int polled = NONE;
    /** The directions that have become ready since a caller began to wait. */
    private int ready;

    private int failure;
    private boolean closed;

    /**
     * @param wakeUp an eventfd, which the caller closes
     * @param closedError makes the error of a wait that {@link #close()} ends
     */
    Readiness(SystemCalls sys, int fd, int wakeUp, String label, Supplier<IllegalStateException> closedError) {
        this.sys = sys;
        this.wakeUp = wakeUp;
        this.label = label;
        this.closedError = closedError;
        counter.bytes.putLong(0, 1);
        fds.bytes.putInt(0, fd);
        fds.bytes.putInt(8, wakeUp);
        fds.bytes.putShort(12, (short) SystemCalls.POLLIN);
    }

    /**
     * Waits until the file is ready or has failed. The next call on the file reports the failure.
     *
     * @param direction POLLIN or POLLOUT
     * @return false if the timeout is over
     * @throws BusException if the thread is interrupted, or the kernel refuses to wait
     * @throws IllegalStateException if this is closed
     */
    boolean await(int direction, long timeoutNanos) {
        long left = timeoutNanos;
        lock.lock();
        try {
            ready &= ~direction;
            while (true) {
                if (closed) {
                    throw closedError.get();
                }
                if (failure != 0) {
                    throw new BusException(
                            Kind.OTHER,
                            failure,
                            "%s: cannot wait (%s). See 'dmesg' for the reason.".formatted(label, Errno.name(failure)));
                }
                if ((ready & direction) != 0) {
                    return true;
                }
                if (left <= 0) {
                    return false;
                }
                want(direction);
                left = changed.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            throw interrupted(e);
        } finally {
            lock.unlock();
        }
    }

    /** Waits for a time, or until this is closed or the thread is interrupted. */
    void pause(long millis) {
        long left = TimeUnit.MILLISECONDS.toNanos(millis);
        lock.lock();
        try {
            while (left > 0 && !closed) {
                left = changed.awaitNanos(left);
            }
            if (closed) {
                throw closedError.get();
            }
        } catch (InterruptedException e) {
            throw interrupted(e);
        } finally {
            lock.unlock();
        }
    }

    private BusException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new BusException(
                Kind.INTERRUPTED, 0, "%s: interrupted while waiting. No byte was lost; retry.".formatted(label), e);
    }

    /** Called with the lock. */
    private void want(int direction) {
        wanted |= direction;
        if (thread == null) {
            thread = new Thread(this, "blinka4j " + label);
            thread.setDaemon(true);
            thread.start();
        } else if (polled == NONE) {
            wantedSome.signal();
        } else if ((polled & direction) == 0) {
            wake();
        }
    }

    private void wake() {
        sys.write(wakeUp, counter, Long.BYTES);
    }

    @Override
    public void run() {
        lock.lock();
        try {
            while (!closed) {
                if (wanted == 0) {
                    wantedSome.awaitUninterruptibly();
                } else {
                    poll();
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /** Called with the lock, which is released while the thread is in the kernel. */
    private void poll() {
        polled = wanted;
        fds.bytes.putShort(4, (short) polled);
        lock.unlock();
        int result;
        try {
            result = sys.poll(fds, 2, -1);
        } finally {
            lock.lock();
            polled = NONE;
        }
        if (result < 0) {
            failure = result == -Errno.EINTR ? 0 : -result;
            wanted = failure == 0 ? wanted : 0;
            changed.signalAll();
            return;
        }
        if (fds.bytes.getShort(14) != 0) {
            sys.read(wakeUp, drained, Long.BYTES);
        }
        int events = fds.bytes.getShort(6);
        int now = (events & ERRORS) != 0 ? BOTH : events & BOTH;
        if (now != 0) {
            ready |= now;
            wanted &= ~now;
            changed.signalAll();
        }
    }

    /** Ends all waits, and the thread. Closing again does nothing. */
    void close() {
        Thread running;
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
            wantedSome.signal();
            running = thread;
            if (polled != NONE) {
                wake();
            }
        } finally {
            lock.unlock();
        }
        boolean interrupted = false;
        while (running != null && running.isAlive()) {
            try {
                running.join();
            } catch (InterruptedException e) {
                // The thread ends soon.
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
