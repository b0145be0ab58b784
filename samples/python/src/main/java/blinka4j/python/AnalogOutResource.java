// SPDX-License-Identifier: MIT
package blinka4j.python;

import blinka4j.analogio.AnalogOut;

/** Behind {@code analogio.AnalogOut}. */
public final class AnalogOutResource extends Resource {
    private final AnalogOut out;

    AnalogOutResource(Errors errors, AnalogOut out) {
        super(errors, out, out::isClosed);
        this.out = out;
    }

    public void value(int value) {
        run(() -> out.value(value));
    }
}
