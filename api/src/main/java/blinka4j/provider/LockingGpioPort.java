// SPDX-License-Identifier: MIT
package blinka4j.provider;

/** Lets one thread at a time change a port that leaves that to its caller. */
final class LockingGpioPort implements LockedGpioPort {
    private final GpioPort port;
    private final LineLock lock = new LineLock();

    // Guarded by the lock.
    private boolean output;
    private boolean driven;

    LockingGpioPort(GpioPort port) {
        this.port = port;
    }

    @Override
    public LineLock lock() {
        return lock;
    }

    @Override
    public boolean driven() {
        return driven;
    }

    @Override
    public void input(Bias bias) {
        int entered = lock.enter();
        try {
            port.input(bias);
            output = false;
        } finally {
            lock.exit(entered);
        }
    }

    @Override
    public void output(boolean value, boolean openDrain) {
        int entered = lock.enter();
        try {
            port.output(value, openDrain);
            output = true;
            driven = value;
        } finally {
            lock.exit(entered);
        }
    }

    @Override
    public boolean read() {
        return port.read();
    }

    @Override
    public void write(boolean value) {
        int entered = lock.enter();
        try {
            if (!output) {
                throw new IllegalStateException(port + " is not an output; make it one first");
            }
            port.write(value);
            driven = value;
        } finally {
            lock.exit(entered);
        }
    }

    @Override
    public void watch(boolean rising, boolean falling, long debounceNanos, EdgeListener listener) {
        int entered = lock.enter();
        try {
            port.watch(rising, falling, debounceNanos, listener);
        } finally {
            lock.exit(entered);
        }
    }

    @Override
    public void unwatch() {
        port.unwatch();
    }

    @Override
    public boolean isClosed() {
        return port.isClosed();
    }

    @Override
    public void close() {
        port.close();
    }

    @Override
    public String toString() {
        return port.toString();
    }
}
