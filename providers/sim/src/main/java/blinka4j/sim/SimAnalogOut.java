// SPDX-License-Identifier: MIT
package blinka4j.sim;

import blinka4j.PinException;
import blinka4j.provider.AnalogOutPort;
import org.jspecify.annotations.Nullable;

/** An output of a digital-to-analog converter of a {@link SimBoard}, as a voltmeter shows it. */
public final class SimAnalogOut {
    private static final double REFERENCE_VOLTAGE = 3.3;

    private final String name;
    private @Nullable Port port;
    private volatile int value;

    SimAnalogOut(String name) {
        this.name = name;
    }

    /** What the program has set last, 0 to 65535; 0 at first. */
    public int value() {
        return value;
    }

    /** The voltage, 0 to 3.3 V. */
    public double voltage() {
        return value * REFERENCE_VOLTAGE / 0xFFFF;
    }

    synchronized AnalogOutPort open() {
        if (port != null) {
            throw new PinException("the analog output %s is in use. Close it first.".formatted(name));
        }
        Port opened = new Port();
        port = opened;
        return opened;
    }

    private final class Port implements AnalogOutPort {
        private boolean closed;

        @Override
        public void write(int to) {
            synchronized (SimAnalogOut.this) {
                requireOpen();
                value = to;
            }
        }

        @Override
        public double referenceVoltage() {
            synchronized (SimAnalogOut.this) {
                requireOpen();
                return REFERENCE_VOLTAGE;
            }
        }

        private void requireOpen() {
            if (closed) {
                throw new IllegalStateException("%s is closed. Open it again to use it.".formatted(name));
            }
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public void close() {
            synchronized (SimAnalogOut.this) {
                if (!closed) {
                    closed = true;
                    port = null;
                }
            }
        }
    }
}
