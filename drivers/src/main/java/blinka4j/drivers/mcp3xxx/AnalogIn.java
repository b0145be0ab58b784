// SPDX-License-Identifier: MIT
package blinka4j.drivers.mcp3xxx;

import blinka4j.drivers.mcp3xxx.MCP3xxx.Pin;
import blinka4j.provider.AnalogPort;

/**
 * An input of a converter, or the difference of two. As an {@link AnalogPort}, it is an input for programs that want a
 * {@code blinka4j.analogio.AnalogIn}.
 */
public final class AnalogIn implements AnalogPort {
    private final MCP3xxx mcp;
    private final Pin pin;
    private final boolean isDifferential;

    private volatile boolean closed;

    /** The voltage of an input. */
    public AnalogIn(MCP3xxx mcp, Pin positivePin) {
        this(mcp, positivePin, false);
    }

    /** The voltage between two inputs: P0 and P1, P2 and P3, P4 and P5, or P6 and P7, in either order. */
    public AnalogIn(MCP3xxx mcp, Pin positivePin, Pin negativePin) {
        this(mcp, positivePin, true);
        if ((positivePin.number ^ 1) != negativePin.number) {
            throw new IllegalArgumentException("cannot measure %1$s − %2$s: expected %1$s − P%3$s"
                    .formatted(positivePin, negativePin, positivePin.number ^ 1));
        }
    }

    private AnalogIn(MCP3xxx mcp, Pin pin, boolean isDifferential) {
        mcp.require(pin);
        this.mcp = mcp;
        this.pin = pin;
        this.isDifferential = isDifferential;
    }

    /** Measures: 0 for 0 V or less to 65535 for the reference voltage. */
    public int value() {
        if (closed) {
            throw new IllegalStateException("%s is closed. Create a new AnalogIn.".formatted(name()));
        }
        int value = mcp.read(pin, isDifferential);
        return (value << (16 - mcp.bits())) | (value >> (2 * mcp.bits() - 16));
    }

    /** Measures: V, from 0 to the reference voltage. */
    public double voltage() {
        return value() * mcp.referenceVoltage() / 65535;
    }

    @Override
    public int read() {
        return value();
    }

    @Override
    public double referenceVoltage() {
        return mcp.referenceVoltage();
    }

    @Override
    public String name() {
        return "%s%s of %s".formatted(pin, isDifferential ? " and its partner" : "", mcp);
    }

    /** The converter stays open. */
    @Override
    public void close() {
        closed = true;
    }

    @Override
    public String toString() {
        return name();
    }
}
