// SPDX-License-Identifier: MIT
package blinka4j.drivers.motor;

import blinka4j.digitalio.DigitalInOut;
import blinka4j.pwmio.DutyCycleOutput;
import blinka4j.pwmio.PWMOut;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * A stepper motor: a bipolar one on two H-bridges such as those of the TB6612FNG, or a unipolar one with four coils. On PWM outputs,
 * {@code PWMOut}s or outputs of a PCA9685, or on four digital outputs without microsteps.
 *
 * <p><a href="https://cdn-shop.adafruit.com/datasheets/TB6612FNG_datasheet_en_20121101.pdf">Data sheet</a>; port of <a
 * href="https://github.com/adafruit/Adafruit_CircuitPython_Motor">Adafruit_CircuitPython_Motor</a>.
 *
 * <p>The motor gets its full current also while it stands. {@link #release} ends that.
 */
public final class StepperMotor {
    private static final int FULL = 0xFFFF;
    private static final int COILS = 4;
    private static final int SLOWEST_HERTZ = 1500;
    private static final int SAFE_HERTZ = 2000;

    public enum Direction {
        FORWARD,
        BACKWARD
    }

    public enum Style {
        /** A full step, with one coil on at a time. */
        SINGLE,
        /** A full step, with two coils on, for more torque. */
        DOUBLE,
        /** Half a step: one coil and two coils in turn. */
        INTERLEAVE,
        /** The smallest step, with two coils partly on. */
        MICROSTEP
    }

    /** One end of a coil. */
    private interface Coil {
        void dutyCycle(int dutyCycle);
    }

    /** In the order in which they pull. */
    private final List<Coil> coils = new ArrayList<>();

    private final boolean digital;
    private final int microsteps;
    /** Duty cycles of a quarter of a sine, one for each microstep. */
    private final int[] curve;

    private int position;

    /** With 16 microsteps in a full step. */
    public StepperMotor(DutyCycleOutput ain1, DutyCycleOutput ain2, DutyCycleOutput bin1, DutyCycleOutput bin2) {
        this(ain1, ain2, bin1, bin2, 16);
    }

    /**
     * Switches one coil on. A {@code PWMOut} of less than 1500 Hz gets 2000 Hz.
     *
     * @param ain1 one end of the first coil, or the first of four coils
     * @param ain2 the other end, or the third coil
     * @param bin1 one end of the second coil, or the second of four coils
     * @param bin2 the other end, or the fourth coil
     * @param microsteps in a full step: an even number, 2 or more
     * @throws IllegalArgumentException if an output has less than 1500 Hz and its frequency is fixed
     */
    public StepperMotor(
            DutyCycleOutput ain1, DutyCycleOutput ain2, DutyCycleOutput bin1, DutyCycleOutput bin2, int microsteps) {
        this(false, microsteps);
        for (DutyCycleOutput output : List.of(ain2, bin1, ain1, bin2)) {
            if (output.exactFrequency() < SLOWEST_HERTZ) {
                speedUp(output);
            }
            coils.add(output::dutyCycle);
        }
        energise(0, false);
    }

    /** For digital outputs, without {@code MICROSTEP}. All coils are off until the first step. */
    public StepperMotor(DigitalInOut ain1, DigitalInOut ain2, DigitalInOut bin1, DigitalInOut bin2) {
        this(true, 2);
        for (DigitalInOut output : List.of(ain2, bin1, ain1, bin2)) {
            coils.add(dutyCycle -> output.value(dutyCycle > 0));
        }
        release();
    }

    private StepperMotor(boolean digital, int microsteps) {
        if (microsteps < 2 || microsteps % 2 != 0) {
            throw new IllegalArgumentException(
                    "microsteps cannot be %s: expected an even number, 2 or more".formatted(microsteps));
        }
        this.digital = digital;
        this.microsteps = microsteps;
        curve = new int[microsteps + 1];
        for (int i = 0; i <= microsteps; i++) {
            curve[i] = (int) Math.round(FULL * Math.sin(Math.PI / (2 * microsteps) * i));
        }
    }

    private static void speedUp(DutyCycleOutput output) {
        String cure =
                "%s has %s Hz, and a stepper motor needs at least %s Hz. Open the output with that frequency, or with one that may change."
                        .formatted(output, output.exactFrequency(), SLOWEST_HERTZ);
        if (!(output instanceof PWMOut pwm)) {
            throw new IllegalArgumentException(cure);
        }
        try {
            pwm.frequency(SAFE_HERTZ);
        } catch (IllegalStateException e) {
            throw new IllegalArgumentException(cure, e);
        }
    }

    /** Sets the coils for a position in microsteps. At whole steps one coil is on. */
    private void energise(int at, boolean microstepping) {
        int trailing = Math.floorMod(Math.floorDiv(at, microsteps), COILS);
        int microstep = Math.floorMod(at, microsteps);
        boolean half = !microstepping && microstep == microsteps / 2;
        for (int i = 0; i < COILS; i++) {
            int part =
                    i == trailing ? curve[microsteps - microstep] : i == (trailing + 1) % COILS ? curve[microstep] : 0;
            coils.get(i).dutyCycle(half && part > 0 ? FULL : part);
        }
    }

    /** Switches all coils off: the motor spins freely and needs no current. */
    public synchronized void release() {
        coils.forEach(coil -> coil.dutyCycle(0));
    }

    /** A {@code SINGLE} step forward. */
    public int onestep() {
        return onestep(Direction.FORWARD, Style.SINGLE);
    }

    /** A {@code SINGLE} step. */
    public int onestep(Direction direction) {
        return onestep(direction, Style.SINGLE);
    }

    /** A step forward. */
    public int onestep(Style style) {
        return onestep(Direction.FORWARD, style);
    }

    /**
     * Makes a step. After a step of another style it may be a smaller one, to a position of its style.
     *
     * @return the position since the start: in microsteps; in steps with digital outputs
     * @throws IllegalArgumentException if the style is {@code MICROSTEP} and the outputs are digital
     */
    public synchronized int onestep(Direction direction, Style style) {
        Objects.requireNonNull(style, "style");
        int sign = Objects.requireNonNull(direction, "direction") == Direction.FORWARD ? 1 : -1;
        int next;
        if (digital) {
            next = position + sign;
            energise(digitalPosition(next, style), false);
        } else {
            next = style == Style.MICROSTEP ? position + sign : aligned(sign, style);
            energise(next, style == Style.MICROSTEP);
        }
        position = next;
        return next;
    }

    /** The position in half steps, as the original's tables have it. */
    private static int digitalPosition(int step, Style style) {
        return switch (style) {
            case SINGLE -> 2 * step;
            case DOUBLE -> 2 * step - 1;
            case INTERLEAVE -> step - 1;
            case MICROSTEP ->
                throw new IllegalArgumentException(
                        "digital outputs cannot make a microstep. Use PWM outputs, or another style.");
        };
    }

    /** The next position that fits the style: a whole step, a half step, or both in turn. */
    private int aligned(int sign, Style style) {
        int half = microsteps / 2;
        int beyond = Math.floorMod(position, half);
        if (beyond != 0) {
            int aligned = position + (sign > 0 ? half - beyond : -beyond);
            return style == Style.INTERLEAVE ? aligned : aligned + sign * toStyle(aligned, style);
        }
        return position + sign * (style == Style.INTERLEAVE ? half : toStyle(position, style));
    }

    /** From a half step to the next position of the style. */
    private int toStyle(int from, Style style) {
        boolean between = Math.floorMod(from, microsteps) != 0;
        return (style == Style.SINGLE) == between ? microsteps / 2 : microsteps;
    }
}
