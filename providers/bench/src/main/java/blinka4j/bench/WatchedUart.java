// SPDX-License-Identifier: MIT
package blinka4j.bench;

import blinka4j.provider.Clock;
import blinka4j.provider.UartPort;
import java.time.Duration;

/** Notes what a serial port sends and receives. */
final class WatchedUart implements UartPort {
    private final UartPort port;
    private final String name;
    private final Traffic traffic;
    private final Runnable onClose;

    WatchedUart(UartPort port, String name, Traffic traffic, Runnable onClose) {
        this.port = port;
        this.name = name;
        this.traffic = traffic;
        this.onClose = onClose;
    }

    @Override
    public void configure(Settings settings) {
        port.configure(settings);
    }

    @Override
    public int read(byte[] into, int start, int end, long timeoutNanos) {
        int count = port.read(into, start, end, timeoutNanos);
        if (count > 0) {
            traffic.note(name, Traffic.Transfer.NONE, null, 0, 0, into, start, count, null);
        }
        return count;
    }

    @Override
    public int write(byte[] from, int start, int end, long timeoutNanos) {
        int count = port.write(from, start, end, timeoutNanos);
        if (count > 0) {
            traffic.note(name, Traffic.Transfer.NONE, from, start, count, null, 0, 0, null);
        }
        return count;
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
    public Clock clock() {
        return port.clock();
    }

    @Override
    public void sleep(Duration time) {
        port.sleep(time);
    }

    @Override
    public String name() {
        return port.name();
    }

    @Override
    public void close() {
        onClose.run();
        port.close();
    }

    @Override
    public String toString() {
        return name();
    }
}
