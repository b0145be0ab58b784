// SPDX-License-Identifier: MIT
package blinka4j.hardware;

import blinka4j.PinException;
import blinka4j.provider.GpioPort;
import blinka4j.provider.LineLock;
import blinka4j.provider.LockedGpioPort;

/**
 * A line that drives nothing any more, and is free again, for this program too, when it is closed. {@link Hardware#close}
 * comes from any thread: it waits here for a change of the line that is under way, and none comes after it.
 */
final class HeldGpio implements LockedGpioPort, Held {
    private final LockedGpioPort port;
    private final Hardware hardware;
    private final Hold hold;
    private final LineLock lock;

    /** Whether the line drives or pulls its wire. Guarded by the lock. */
    /** Guarded by this object's monitor. */
    private boolean closing;

    private boolean drives;

    private volatile boolean closed;

    HeldGpio(GpioPort port, Hardware hardware, Hold hold) {
        this.port = LockedGpioPort.of(port);
        this.hardware = hardware;
        this.hold = hold;
        this.lock = this.port.lock();
    }

    @Override
    public Hold hold() {
        return hold;
    }

    @Override
    public void input(Bias bias) {
        int entered = lock.enter();
        try {
            requireOpen();
            port.input(bias);
            drives = bias != Bias.DISABLED;
        } finally {
            lock.exit(entered);
        }
    }

    @Override
    public void output(boolean value, boolean openDrain) {
        int entered = lock.enter();
        try {
            requireOpen();
            port.output(value, openDrain);
            drives = true;
        } finally {
            lock.exit(entered);
        }
    }

    /** What is closed with its board is closed beneath, too. */
    @Override
    public LockedGpioPort shortest() {
        return port.shortest();
    }

    @Override
    public boolean read() {
        requireOpen();
        return port.read();
    }

    @Override
    public void write(boolean value) {
        requireOpen();
        try {
            port.write(value);
        } catch (IllegalStateException e) {
            // Closed since: rest() has made it an input, which the port does not drive.
            requireOpen();
            throw e;
        }
    }

    @Override
    public void watch(boolean rising, boolean falling, long debounceNanos, EdgeListener listener) {
        int entered = lock.enter();
        try {
            requireOpen();
            port.watch(rising, falling, debounceNanos, listener);
        } finally {
            lock.exit(entered);
        }
    }

    @Override
    public void unwatch() {
        port.unwatch();
    }

    private void requireOpen() {
        if (closed) {
            throw hardware.closedWithAll(hold);
        }
    }

    @Override
    public LineLock lock() {
        return lock;
    }

    @Override
    public boolean driven() {
        return port.driven();
    }

    @Override
    public boolean isClosed() {
        return closed;
    }

    @Override
    public void close() {
        synchronized (this) {
            if (closing) {
                // The first call gives the line back when its listener has returned.
                return;
            }
            closing = true;
        }
        // The port is closed last, not under the lock: a listener, which that waits for, may be about to drive the
        // line.
        try (port) {
            rest();
        } finally {
            hardware.closed(this, hold);
        }
    }

    /** The kernel leaves a line as it was when it is given back. */
    private void rest() {
        int entered = lock.enter();
        try {
            closed = true;
            if (drives) {
                drives = false;
                port.input(Bias.DISABLED);
            }
        } catch (PinException e) {
            // A line that is gone drives nothing.
            if (!e.isGone()) {
                throw e;
            }
        } finally {
            lock.exit(entered);
        }
    }

    @Override
    public String toString() {
        return hold.toString();
    }
}
