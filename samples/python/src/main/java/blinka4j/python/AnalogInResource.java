// SPDX-License-Identifier: MIT
package blinka4j.python;

import blinka4j.analogio.AnalogIn;

/** Behind {@code analogio.AnalogIn}. */
public final class AnalogInResource extends Resource {
    private final AnalogIn in;

    AnalogInResource(Errors errors, AnalogIn in) {
        super(errors, in, in::isClosed);
        this.in = in;
    }

    public int value() {
        return get(in::value);
    }

    public double referenceVoltage() {
        return get(in::referenceVoltage);
    }
}
