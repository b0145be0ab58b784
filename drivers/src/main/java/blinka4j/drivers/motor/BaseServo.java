// SPDX-License-Identifier: MIT
package blinka4j.drivers.motor;

import blinka4j.pwmio.DutyCycleOutput;
import org.jspecify.annotations.Nullable;

/** What servos have in common: the length of their pulses. */
abstract sealed class BaseServo permits Servo, ContinuousServo {
    static final int MIN_PULSE = 750;
    static final int MAX_PULSE = 2250;

    private static final int FULL = 0xFFFF;

    private final DutyCycleOutput output;
    private volatile int minDuty;
    private volatile int dutyRange;

    BaseServo(DutyCycleOutput output, int minPulse, int maxPulse) {
        this.output = output;
        setPulseWidthRange(minPulse, maxPulse);
    }

    /** The same as {@link #setPulseWidthRange(int, int)} with 750 and 2250 µs. */
    public final void setPulseWidthRange() {
        setPulseWidthRange(MIN_PULSE, MAX_PULSE);
    }

    /**
     * Sets the pulses at both ends. Call it again if the frequency of the output has changed.
     *
     * @param minPulse in µs, 0 or more
     * @param maxPulse in µs, more than {@code minPulse}, at most the period of the output
     */
    public final void setPulseWidthRange(int minPulse, int maxPulse) {
        double hertz = output.exactFrequency();
        int least = (int) (minPulse * hertz / 1_000_000 * FULL);
        double most = maxPulse * hertz / 1_000_000 * FULL;
        int range = (int) (most - least);
        if (minPulse < 0 || range < 1 || most > FULL) {
            throw new IllegalArgumentException(
                    "pulses of %s to %s us are not possible: expected 0 to %s us, the period of the output, in this order. Most servos need 50 Hz."
                            .formatted(minPulse, maxPulse, (long) (1_000_000 / hertz)));
        }
        minDuty = least;
        dutyRange = range;
    }

    /** The length of the pulses: 0 for the shortest to 1 for the longest; NaN if there are none. */
    public final double fraction() {
        int duty = output.dutyCycle();
        return duty == 0 ? Double.NaN : Math.max(0, Math.min(1, (double) (duty - minDuty) / dutyRange));
    }

    /** @param fraction 0 to 1; NaN for no pulses: the servo does not hold its position */
    public final void fraction(double fraction) {
        if (fraction < 0 || fraction > 1) {
            throw new IllegalArgumentException("fraction cannot be %s: expected 0 to 1".formatted(fraction));
        }
        output.dutyCycle(Double.isNaN(fraction) ? 0 : minDuty + (int) (fraction * dutyRange));
    }

    /** The same as {@link #fraction(double)}; null for NaN. */
    public final void fraction(@Nullable Double fraction) {
        fraction(fraction == null ? Double.NaN : fraction);
    }
}
