// SPDX-License-Identifier: MIT
package blinka4j.sim.parts;

import blinka4j.sim.SimBoard;
import blinka4j.sim.SimPart;
import java.time.Duration;
import java.util.function.DoubleSupplier;

/**
 * A servo motor at a pin with PWM, of a controller or in software. The length of the pulses is the angle that it turns to, at a speed of
 * 60° in 0.1 s at first, as an SG90 does. Without pulses it stays where it is. At first it is at 0°.
 */
public final class SimServo extends SimPart {
    /** Between two pulses. */
    private static final Duration PERIOD = Duration.ofMillis(20);

    private final double shortest;
    private final double longest;
    private final double range;
    private double secondsFor60 = 0.1;
    /** Where it was at the last change, and where it turns to. */
    private double from;

    private double to;
    private long changed;

    /** A servo that turns by 180° with pulses of 500 to 2500 µs. */
    public SimServo(SimBoard board, String pin) {
        this(board, pin, 500, 2500, 180);
    }

    /**
     * A servo with other pulses. Shorter and longer pulses turn it to its ends.
     *
     * @param shortest the pulse for 0° in µs
     * @param longest the pulse for the greatest angle in µs
     * @param range the greatest angle in degrees
     */
    public SimServo(SimBoard board, String pin, double shortest, double longest, double range) {
        if (!(shortest > 0 && longest > shortest && range > 0)) {
            throw new IllegalArgumentException(
                    "a servo of %s° with pulses of %s to %s µs is not possible. Expected 0 < shortest < longest, and an angle above 0."
                            .formatted(range, shortest, longest));
        }
        this.shortest = shortest;
        this.longest = longest;
        this.range = range;
        connected(board, pin);
        board.pwm(pin).onChange(change -> turn(change.highTime().toNanos() / 1e3));
    }

    /**
     * A servo at the output of a chip, with pulses of 500 to 2500 µs for 180°:
     * {@code new SimServo(board, () -> 20_000 * pca9685.dutyCycle(3))}.
     *
     * @param micros the length of the pulses in µs, 0 for none; asked every 20 ms
     */
    public SimServo(SimBoard board, DoubleSupplier micros) {
        shortest = 500;
        longest = 2500;
        range = 180;
        connected(board);
        watch(micros);
    }

    private void watch(DoubleSupplier micros) {
        turn(micros.getAsDouble());
        clock().after(PERIOD, () -> watch(micros));
    }

    /** Sets the speed: the time for 60°, as data sheets have it. 0 turns at once. */
    public synchronized SimServo speed(double secondsFor60Degrees) {
        if (!(secondsFor60Degrees >= 0)) {
            throw new IllegalArgumentException(
                    "%s s for 60° is not possible. Expected 0 or more.".formatted(secondsFor60Degrees));
        }
        from = angle();
        changed = clock().nanos();
        secondsFor60 = secondsFor60Degrees;
        return this;
    }

    /** The present angle in degrees. */
    public synchronized double angle() {
        double turned = (clock().nanos() - changed) / 1e9 * 60 / secondsFor60;
        double way = to - from;
        return secondsFor60 == 0 || turned >= Math.abs(way) ? to : from + Math.signum(way) * turned;
    }

    /** The angle that it turns to, in degrees. */
    public synchronized double target() {
        return to;
    }

    private synchronized void turn(double micros) {
        from = angle();
        changed = clock().nanos();
        double part = Math.max(0, Math.min(1, (micros - shortest) / (longest - shortest)));
        to = micros == 0 ? from : range * part;
    }

    @Override
    public String toString() {
        return "%s at %s°".formatted(super.toString(), Math.round(10 * angle()) / 10.0);
    }
}
