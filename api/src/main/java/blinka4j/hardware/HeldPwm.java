// SPDX-License-Identifier: MIT
package blinka4j.hardware;

import blinka4j.provider.PwmPort;

/**
 * A PWM output whose pin is free again, for this program too, when it is closed. {@link Hardware#close} comes from any
 * thread: it waits here for a change that is under way, and none comes after it.
 */
final class HeldPwm implements PwmPort, Held {
    private final PwmPort port;
    private final Hardware hardware;
    private final Hold hold;
    private volatile boolean closed;

    HeldPwm(PwmPort port, Hardware hardware, Hold hold) {
        this.port = port;
        this.hardware = hardware;
        this.hold = hold;
    }

    @Override
    public Hold hold() {
        return hold;
    }

    @Override
    public synchronized void set(long periodNanos, long highNanos) {
        if (closed) {
            throw hardware.closedWithAll(hold);
        }
        port.set(periodNanos, highNanos);
    }

    @Override
    public String name() {
        return port.name();
    }

    @Override
    public boolean isClosed() {
        return closed;
    }

    @Override
    public void close() {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
        }
        try {
            port.close();
        } finally {
            hardware.closed(this, hold);
        }
    }
}
