// SPDX-License-Identifier: MIT
package blinka4j.hardware;

import blinka4j.provider.GpioPort;

/** A line that is free again, for this program too, when it is closed. */
final class HeldGpio implements GpioPort {
    private final GpioPort port;
    private final Hardware hardware;
    private final Hold hold;

    HeldGpio(GpioPort port, Hardware hardware, Hold hold) {
        this.port = port;
        this.hardware = hardware;
        this.hold = hold;
    }

    @Override
    public void input(Bias bias) {
        port.input(bias);
    }

    @Override
    public void output(boolean value, boolean openDrain) {
        port.output(value, openDrain);
    }

    @Override
    public boolean read() {
        return port.read();
    }

    @Override
    public void write(boolean value) {
        port.write(value);
    }

    @Override
    public void watch(boolean rising, boolean falling, long debounceNanos, EdgeListener listener) {
        port.watch(rising, falling, debounceNanos, listener);
    }

    @Override
    public void unwatch() {
        port.unwatch();
    }

    @Override
    public void close() {
        try {
            port.close();
        } finally {
            hardware.closed(this, hold);
        }
    }

    @Override
    public String toString() {
        return hold.toString();
    }
}
