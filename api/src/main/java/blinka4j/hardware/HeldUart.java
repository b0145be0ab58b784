// SPDX-License-Identifier: MIT
package blinka4j.hardware;

import blinka4j.provider.UartPort;

/** A serial port whose pins are free again, for this program too, when it is closed. */
final class HeldUart implements UartPort, Held {
    private final UartPort port;
    private final Hardware hardware;
    private final Hold hold;
    private volatile boolean closed;

    HeldUart(UartPort port, Hardware hardware, Hold hold) {
        this.port = port;
        this.hardware = hardware;
        this.hold = hold;
    }

    @Override
    public Hold hold() {
        return hold;
    }

    @Override
    public void configure(Settings settings) {
        port.configure(settings);
    }

    @Override
    public int read(byte[] into, int start, int end, long timeoutNanos) {
        return port.read(into, start, end, timeoutNanos);
    }

    @Override
    public int write(byte[] from, int start, int end, long timeoutNanos) {
        return port.write(from, start, end, timeoutNanos);
    }

    @Override
    public int available() {
        return port.available();
    }

    @Override
    public void resetInput() {
        port.resetInput();
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
