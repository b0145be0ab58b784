// SPDX-License-Identifier: MIT
package blinka4j.drivers;

import blinka4j.pwmio.DutyCycleOutput;
import java.util.ArrayList;
import java.util.List;

/** A PWM output that notes its duty cycles. */
public final class FakeOutput implements DutyCycleOutput {
    public final List<Integer> dutyCycles = new ArrayList<>();
    private final double frequency;

    public FakeOutput(double frequency) {
        this.frequency = frequency;
    }

    @Override
    public int dutyCycle() {
        return dutyCycles.isEmpty() ? 0 : dutyCycles.get(dutyCycles.size() - 1);
    }

    @Override
    public void dutyCycle(int dutyCycle) {
        if (dutyCycle < 0 || dutyCycle > 0xFFFF) {
            throw new IllegalArgumentException("a duty cycle of " + dutyCycle);
        }
        dutyCycles.add(dutyCycle);
    }

    @Override
    public double exactFrequency() {
        return frequency;
    }
}
