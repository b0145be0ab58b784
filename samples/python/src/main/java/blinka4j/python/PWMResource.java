// SPDX-License-Identifier: MIT
package blinka4j.python;

import blinka4j.pwmio.PWMOut;

/** Behind {@code pwmio.PWMOut}. */
public final class PWMResource extends Resource {
    private final PWMOut out;

    PWMResource(Errors errors, PWMOut out) {
        // The frequency of an output that was opened without variable_frequency.
        super(errors, out, out::isClosed, "AttributeError");
        this.out = out;
    }

    public int dutyCycle() {
        return get(out::dutyCycle);
    }

    public void dutyCycle(int dutyCycle) {
        run(() -> out.dutyCycle(dutyCycle));
    }

    public int frequency() {
        return get(out::frequency);
    }

    public void frequency(int frequency) {
        run(() -> out.frequency(frequency));
    }
}
