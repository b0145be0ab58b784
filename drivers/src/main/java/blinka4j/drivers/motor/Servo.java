// SPDX-License-Identifier: MIT
package blinka4j.drivers.motor;

import blinka4j.pwmio.DutyCycleOutput;
import org.jspecify.annotations.Nullable;

/**
 * A servo that turns to an angle, on a {@code PWMOut} of 50 Hz or an output of a PCA9685.
 *
 * <p>An example is the SG90: <a href="https://www.ee.ic.ac.uk/pcheung/teaching/DE1_EE/stores/sg90_datasheet.pdf">Data sheet</a>; port of
 * <a href="https://github.com/adafruit/Adafruit_CircuitPython_Motor">Adafruit_CircuitPython_Motor</a>.
 *
 * <p>With pulses of 750 to 2250 µs, most servos turn by about 135°. Set the range and the pulses of yours. A pulse that is too short or
 * too long presses the servo against its stop.
 */
public final class Servo extends BaseServo {
    private volatile double actuationRange;

    /** For 180°, with pulses of 750 to 2250 µs. The servo gets no pulses before it gets an angle. */
    public Servo(DutyCycleOutput pwmOut) {
        this(pwmOut, MIN_PULSE, MAX_PULSE);
    }

    /** For 180°. */
    public Servo(DutyCycleOutput pwmOut, int minPulse, int maxPulse) {
        this(pwmOut, 180, minPulse, maxPulse);
    }

    /**
     * @param actuationRange the greatest angle in degrees, for the longest pulse
     * @param minPulse the shortest pulse in µs, for 0°
     * @param maxPulse the longest pulse in µs
     */
    public Servo(DutyCycleOutput pwmOut, double actuationRange, int minPulse, int maxPulse) {
        super(pwmOut, minPulse, maxPulse);
        actuationRange(actuationRange);
    }

    /** The greatest angle in degrees. */
    public double actuationRange() {
        return actuationRange;
    }

    /** @param degrees more than 0 */
    public void actuationRange(double degrees) {
        if (!(degrees > 0 && degrees < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("actuationRange cannot be %s°: expected more than 0".formatted(degrees));
        }
        actuationRange = degrees;
    }

    /** The angle that the servo was told, as exactly as the output has it, in degrees; NaN if it gets no pulses. */
    public double angle() {
        return actuationRange * fraction();
    }

    /** @param angle in degrees, 0 to {@link #actuationRange}; NaN for no pulses: the servo does not hold its position */
    public void angle(double angle) {
        double range = actuationRange;
        if (angle < 0 || angle > range) {
            throw new IllegalArgumentException("angle cannot be %s°: expected 0 to %s".formatted(angle, range));
        }
        fraction(angle / range);
    }

    /** The same as {@link #angle(double)}; null for NaN. */
    public void angle(@Nullable Double angle) {
        angle(angle == null ? Double.NaN : angle);
    }
}
