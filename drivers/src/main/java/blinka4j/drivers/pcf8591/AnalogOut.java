// SPDX-License-Identifier: MIT
package blinka4j.drivers.pcf8591;

import blinka4j.provider.AnalogOutPort;

/**
 * The output of a {@link PCF8591}. As an {@link AnalogOutPort}, it is an output for programs that want a
 * {@code blinka4j.analogio.AnalogOut}.
 */
public final class AnalogOut implements AnalogOutPort {
    private final PCF8591 pcf;

    private volatile boolean closed;

    /** Switches the output on. */
    public AnalogOut(PCF8591 pcf) {
        this(pcf, PCF8591.OUT);
    }

    /** @param dacPin {@link PCF8591#OUT}, the only one */
    public AnalogOut(PCF8591 pcf, int dacPin) {
        if (dacPin != PCF8591.OUT) {
            throw new IllegalArgumentException("output %s of a PCF8591: expected 0".formatted(dacPin));
        }
        this.pcf = pcf;
        pcf.dacEnabled(true);
    }

    /** The output, 0 to 65280 for 0 V to 255/256 of the reference voltage, in steps of 256. */
    public int value() {
        return converter().dacValue() << 8;
    }

    /** Sets the output, 0 to 65535, rounded down to a step of 256. */
    public void value(int value) {
        if (value < 0 || value > 65535) {
            throw new IllegalArgumentException("value cannot be %s: expected 0 to 65535".formatted(value));
        }
        converter().write(value >> 8);
    }

    @Override
    public void write(int value) {
        value(value);
    }

    @Override
    public double referenceVoltage() {
        return converter().referenceVoltage();
    }

    @Override
    public String name() {
        return "AnalogOut of %s".formatted(pcf);
    }

    private PCF8591 converter() {
        if (closed) {
            throw new IllegalStateException("%s is closed. Create a new AnalogOut.".formatted(this));
        }
        return pcf;
    }

    /** Switches the output off. Python's {@code deinit}. Closing again does nothing. */
    @Override
    public void close() {
        if (!closed) {
            pcf.dacEnabled(false);
            closed = true;
        }
    }

    @Override
    public String toString() {
        return name();
    }
}
