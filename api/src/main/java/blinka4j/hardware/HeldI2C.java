// SPDX-License-Identifier: MIT
package blinka4j.hardware;

import blinka4j.provider.I2CPort;
import java.time.Duration;

/**
 * A bus whose pins are free again, for this program too, when it is closed. {@link Hardware#close} comes without the bus
 * lock: it waits here for the transfer that is under way, and what comes later does not reach the closed port.
 */
final class HeldI2C implements I2CPort, Held {
    private final I2CPort port;
    private final Hardware hardware;
    private final Hold hold;
    private volatile boolean closed;

    HeldI2C(I2CPort port, Hardware hardware, Hold hold) {
        this.port = port;
        this.hardware = hardware;
        this.hold = hold;
    }

    @Override
    public Hold hold() {
        return hold;
    }

    @Override
    public synchronized void transfer(
            int address, byte[] out, int outStart, int outEnd, byte[] in, int inStart, int inEnd) {
        requireOpen();
        port.transfer(address, out, outStart, outEnd, in, inStart, inEnd);
    }

    @Override
    public synchronized boolean probe(int address) {
        requireOpen();
        return port.probe(address);
    }

    @Override
    public String name() {
        return port.name();
    }

    @Override
    public void released() {
        port.released();
    }

    @Override
    public void sleep(Duration time) {
        port.sleep(time);
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
    public synchronized void close() {
        closed = true;
        try {
            port.close();
        } finally {
            hardware.closed(this, hold);
        }
    }
}
