// SPDX-License-Identifier: MIT
package blinka4j.bitbangio;

import blinka4j.hardware.Hold;
import blinka4j.hardware.LineGroup;
import blinka4j.provider.BusPort;
import blinka4j.provider.Clock;
import java.util.concurrent.locks.ReentrantLock;

/** The lines of a bus whose clock the program makes. */
abstract class BitbangBus implements BusPort, Hold.OnPins {
    final LineGroup lines;
    final Clock clock;
    final String name;
    private final ReentrantLock lock = new ReentrantLock();

    BitbangBus(LineGroup lines, Clock clock) {
        this.lines = lines;
        this.clock = clock;
        name = lines.port().name();
    }

    /** Waits until no other thread uses the lines. Call {@link #unlock} at the end. */
    final void lock() {
        lock.lock();
        try {
            lines.requireOpen();
        } catch (RuntimeException e) {
            lock.unlock();
            throw e;
        }
    }

    final void unlock() {
        lock.unlock();
    }

    @Override
    public Clock clock() {
        return clock;
    }

    @Override
    public final Hold hold() {
        return lines.hold();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void close() {
        lock.lock();
        try {
            lines.close();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
