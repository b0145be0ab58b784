// SPDX-License-Identifier: MIT
package blinka4j.drivers.motor;

import blinka4j.pwmio.DutyCycleOutput;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A DC motor on an H-bridge such as the TB6612FNG, with two PWM outputs: {@code PWMOut}s or outputs of a PCA9685. The bridge's own PWM
 * input must be high.
 *
 * <p><a href="https://cdn-shop.adafruit.com/datasheets/TB6612FNG_datasheet_en_20121101.pdf">Data sheet</a>; port of <a
 * href="https://github.com/adafruit/Adafruit_CircuitPython_Motor">Adafruit_CircuitPython_Motor</a>.
 *
 * <p>The outputs change one after the other. So a motor that changes its direction brakes or spins freely for a moment.
 */
public final class DCMotor implements AutoCloseable {
    private static final int FULL = 0xFFFF;

    /** What the motor does in the low part of each period. */
    public enum DecayMode {
        /** It spins freely. */
        FAST_DECAY,
        /** It brakes: the speed follows the throttle better, also at low speed. Bridges such as the L293D do not know this. */
        SLOW_DECAY
    }

    private final DutyCycleOutput positive;
    private final DutyCycleOutput negative;
    private volatile double throttle = Double.NaN;
    private volatile DecayMode decayMode = DecayMode.FAST_DECAY;

    /**
     * Swap the outputs if the motor turns in the wrong direction.
     *
     * @param positivePwm makes the motor turn forward while it is high and the other is low
     * @param negativePwm makes it turn backward
     */
    public DCMotor(DutyCycleOutput positivePwm, DutyCycleOutput negativePwm) {
        positive = Objects.requireNonNull(positivePwm, "positivePwm");
        negative = Objects.requireNonNull(negativePwm, "negativePwm");
    }

    /** The speed that was last set, -1 to 1; NaN if the motor spins freely. */
    public double throttle() {
        return throttle;
    }

    /** @param throttle -1 for full speed backward, 0 to brake, 1 for full speed forward; NaN to spin freely */
    public synchronized void throttle(double throttle) {
        if (throttle < -1 || throttle > 1) {
            throw new IllegalArgumentException(
                    "throttle cannot be %s: expected -1 to 1, or NaN to spin freely".formatted(throttle));
        }
        // The part of the period without torque: free or braking. At 0, a motor always brakes.
        int active = Double.isNaN(throttle) ? 0 : (int) (FULL * Math.abs(throttle));
        boolean brakes = throttle == 0 || (decayMode == DecayMode.SLOW_DECAY && !Double.isNaN(throttle));
        int driven = brakes ? FULL : active;
        int other = brakes ? FULL - active : 0;
        positive.dutyCycle(throttle < 0 ? other : driven);
        negative.dutyCycle(throttle < 0 ? driven : other);
        this.throttle = throttle;
    }

    /** The same as {@link #throttle(double)}; null for NaN. */
    public void throttle(@Nullable Double throttle) {
        throttle(throttle == null ? Double.NaN : throttle);
    }

    public DecayMode decayMode() {
        return decayMode;
    }

    /** Applies to the next throttle. */
    public void decayMode(DecayMode mode) {
        decayMode = Objects.requireNonNull(mode, "mode");
    }

    /** Lets the motor spin freely. Its outputs stay open. */
    @Override
    public void close() {
        throttle(Double.NaN);
    }
}
