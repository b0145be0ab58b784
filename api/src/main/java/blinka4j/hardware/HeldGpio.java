// SPDX-License-Identifier: MIT
package blinka4j.hardware;

import blinka4j.provider.GpioPort;

/**
 * A line that drives nothing any more, and is free again, for this program too, when it is closed. {@link Hardware#close}
 * comes from any thread: it waits here for a change of the line that is under way, and none comes after it.
 */
final class HeldGpio implements GpioPort {
    private final GpioPort port;
    private final Hardware hardware;
    private final Hold hold;
    /** Whether the line drives or pulls its wire. */
    private boolean drives;

    private volatile boolean closed;

    HeldGpio(GpioPort port, Hardware hardware, Hold hold) {
        this.port = port;
        this.hardware = hardware;
        this.hold = hold;
    }

    @Override
    public synchronized void input(Bias bias) {
        requireOpen();
        port.input(bias);
        drives = bias != Bias.DISABLED;
    }

    @Override
    public synchronized void output(boolean value, boolean openDrain) {
        requireOpen();
        port.output(value, openDrain);
        drives = true;
    }

    @Override
    public boolean read() {
        requireOpen();
        return port.read();
    }

    @Override
    public synchronized void write(boolean value) {
        requireOpen();
        port.write(value);
    }

    @Override
    public synchronized void watch(boolean rising, boolean falling, long debounceNanos, EdgeListener listener) {
        requireOpen();
        port.watch(rising, falling, debounceNanos, listener);
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
    public boolean isClosed() {
        return closed;
    }

    @Override
    public void close() {
        try {
            rest();
        } finally {
            // Not under the monitor: a listener, which this waits for, may be about to drive the line.
            try {
                port.close();
            } finally {
                hardware.closed(this, hold);
            }
        }
    }

    /** The kernel leaves a line as it was when it is given back. */
    private synchronized void rest() {
        closed = true;
        if (drives) {
            drives = false;
            port.input(Bias.DISABLED);
        }
    }

    @Override
    public String toString() {
        return hold.toString();
    }
}
