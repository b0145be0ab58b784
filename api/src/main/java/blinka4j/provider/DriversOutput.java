// SPDX-License-Identifier: MIT
package blinka4j.provider;

import java.util.function.IntConsumer;

/** An output of a converter that has a driver: see {@link AnalogOutPort#of}. */
final class DriversOutput implements AnalogOutPort {
    private final String name;
    private final double referenceVoltage;
    private final IntConsumer set;
    private volatile boolean closed;

    DriversOutput(String name, double referenceVoltage, IntConsumer set) {
        this.name = name;
        this.referenceVoltage = referenceVoltage;
        this.set = set;
    }

    @Override
    public void write(int value) {
        requireOpen();
        set.accept(value);
    }

    @Override
    public double referenceVoltage() {
        requireOpen();
        return referenceVoltage;
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("%s is closed. Ask the driver for a new output.".formatted(name));
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void close() {
        closed = true;
    }

    @Override
    public String toString() {
        return name;
    }
}
