// SPDX-License-Identifier: MIT
package blinka4j.python;

import blinka4j.pwmio.PWMOut;

/** Behind {@code pwmio.PWMOut}. */
public final class PWMResource extends Resource {
    private final PWMOut out;

    PWMResource(Errors errors, PWMOut out) {
        super(errors, out, out::isClosed);
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
        get("PWM frequency not writable when variable_frequency is False on construction.", () -> {
            out.frequency(frequency);
            return Boolean.TRUE;
        });
    }
}
