// SPDX-License-Identifier: MIT
package blinka4j.drivers.faults;

import blinka4j.provider.GpioPort;

/** A pin that is an output, without faults. */
final class Level implements GpioPort {
    private boolean level;

    @Override
    public void input(Bias bias) {}

    @Override
    public void output(boolean value, boolean openDrain) {
        level = value;
    }

    @Override
    public void drive(boolean openDrain) {}

    @Override
    public boolean read() {
        return level;
    }

    @Override
    public void write(boolean value) {
        level = value;
    }

    @Override
    public void watch(boolean rising, boolean falling, long debounceNanos, EdgeListener listener) {
        throw new UnsupportedOperationException("an output has no edges");
    }

    @Override
    public void unwatch() {}

    @Override
    public void close() {}
}
