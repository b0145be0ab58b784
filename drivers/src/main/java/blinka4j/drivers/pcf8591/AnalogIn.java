// SPDX-License-Identifier: MIT
package blinka4j.drivers.pcf8591;

import blinka4j.provider.AnalogPort;

/**
 * An input of a {@link PCF8591}. As an {@link AnalogPort}, it is an input for programs that want a
 * {@code blinka4j.analogio.AnalogIn}.
 */
public final class AnalogIn implements AnalogPort {
    private final PCF8591 pcf;
    private final int pin;

    private volatile boolean closed;

    /** @param pin {@link PCF8591#A0} to {@link PCF8591#A3}, 0 to 3 */
    public AnalogIn(PCF8591 pcf, int pin) {
        PCF8591.requireChannel(pin);
        this.pcf = pcf;
        this.pin = pin;
    }

    /** Measures: 0 for 0 V to 65280 for 255/256 of the reference voltage, in steps of 256. */
    public int value() {
        return converter().read(pin) << 8;
    }

    /** Measures: V. */
    public double voltage() {
        return value() * pcf.referenceVoltage() / 65536;
    }

    /** The voltage at VREF, in V. */
    @Override
    public double referenceVoltage() {
        return converter().referenceVoltage();
    }

    /** For {@code analogio}: 0 to 65535. */
    @Override
    public int read() {
        return converter().read(pin) * 0x101;
    }

    @Override
    public String name() {
        return "A%s of %s".formatted(pin, pcf);
    }

    /** The converter stays open. Python's {@code deinit}. */
    @Override
    public void close() {
        closed = true;
    }

    private PCF8591 converter() {
        if (closed) {
            throw new IllegalStateException("%s is closed. Create a new AnalogIn.".formatted(name()));
        }
        return pcf;
    }

    @Override
    public String toString() {
        return name();
    }
}
