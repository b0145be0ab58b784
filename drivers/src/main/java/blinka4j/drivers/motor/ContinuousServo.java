// SPDX-License-Identifier: MIT
package blinka4j.drivers.motor;

import blinka4j.pwmio.DutyCycleOutput;

/**
 * A servo that turns without end, on a {@code PWMOut} of 50 Hz or an output of a PCA9685.
 *
 * <p>Port of <a href="https://github.com/adafruit/Adafruit_CircuitPython_Motor">Adafruit_CircuitPython_Motor</a>.
 */
public final class ContinuousServo extends BaseServo implements AutoCloseable {
    /** With pulses of 750 to 2250 µs. */
    public ContinuousServo(DutyCycleOutput pwmOut) {
        this(pwmOut, MIN_PULSE, MAX_PULSE);
    }

    /**
     * @param minPulse the shortest pulse in µs, for full speed backward
     * @param maxPulse the longest pulse in µs, for full speed forward
     */
    public ContinuousServo(DutyCycleOutput pwmOut, int minPulse, int maxPulse) {
        super(pwmOut, minPulse, maxPulse);
    }

    /** The speed that the servo was told, -1 to 1, as exactly as the output has it; NaN if it gets no pulses. */
    public double throttle() {
        return fraction() * 2 - 1;
    }

    /** @param throttle -1 for full speed backward, 0 to stop, 1 for full speed forward. A servo cannot spin freely, so NaN is an error */
    public void throttle(double throttle) {
        if (!(throttle >= -1 && throttle <= 1)) {
            throw new IllegalArgumentException("throttle cannot be %s: expected -1 to 1".formatted(throttle));
        }
        fraction((throttle + 1) / 2);
    }

    /** Stops the servo. Its output stays open. */
    @Override
    public void close() {
        throttle(0);
    }
}
