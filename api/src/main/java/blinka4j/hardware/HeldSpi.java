// SPDX-License-Identifier: MIT
package blinka4j.hardware;

import blinka4j.provider.SpiPort;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A bus whose pins are free again, for this program too, when it is closed. {@link Hardware#close} comes without the bus
 * lock: it waits here for the transfer that is under way, and what comes later does not reach the closed port.
 */
final class HeldSpi implements SpiPort, Held {
    private final SpiPort port;
    private final Hardware hardware;
    private final Hold hold;
    private volatile boolean closed;

    HeldSpi(SpiPort port, Hardware hardware, Hold hold) {
        this.port = port;
        this.hardware = hardware;
        this.hold = hold;
    }

    @Override
    public Hold hold() {
        return hold;
    }

    @Override
    public synchronized int configure(Settings settings) {
        requireOpen();
        return port.configure(settings);
    }

    @Override
    public synchronized void transfer(
            byte @Nullable [] out, int outStart, byte @Nullable [] in, int inStart, int length, boolean keepSelected) {
        requireOpen();
        port.transfer(out, outStart, in, inStart, length, keepSelected);
    }

    @Override
    public String name() {
        return port.name();
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
