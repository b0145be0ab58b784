// SPDX-License-Identifier: MIT
package blinka4j.drivers.motorkit;

import blinka4j.busio.I2C;
import blinka4j.drivers.motor.DCMotor;
import blinka4j.drivers.motor.StepperMotor;
import blinka4j.drivers.pca9685.PCA9685;
import blinka4j.drivers.pca9685.PWMChannel;
import org.jspecify.annotations.Nullable;

/**
 * Adafruit's motor boards, FeatherWing, shield and HAT: a PCA9685 and two TB6612, for four DC motors or two stepper motors.
 *
 * <p><a href="https://www.nxp.com/docs/en/data-sheet/PCA9685.pdf">Data sheet</a>; port of <a
 * href="https://github.com/adafruit/Adafruit_CircuitPython_MotorKit">Adafruit_CircuitPython_MotorKit</a>.
 *
 * <p>Stepper 1 uses the terminals of the motors 1 and 2, stepper 2 those of 3 and 4. The motors 1 and 3 turn in the other direction than
 * with Adafruit's library for Arduino. The board goes on when the program ends: {@link #close} stops the motors.
 */
public final class MotorKit implements AutoCloseable {
    public static final int DEFAULT_ADDRESS = 0x60;

    private static final double SLOWEST_STEPPER_HERTZ = 1500;
    private static final int FULL = 0xFFFF;

    private final PCA9685 pca;
    private final int microsteps;
    private final @Nullable PWMChannel[] outputs = new PWMChannel[16];
    private final @Nullable DCMotor[] motors = new DCMotor[5];
    private final @Nullable StepperMotor[] steppers = new StepperMotor[3];

    /** At address 0x60, with 1600 Hz and 16 microsteps. */
    public MotorKit(I2C i2c) {
        this(DEFAULT_ADDRESS, i2c);
    }

    /** With 1600 Hz and 16 microsteps. */
    public MotorKit(int address, I2C i2c) {
        this(address, i2c, 16, 1600);
    }

    /**
     * Wakes the chip. No motor moves.
     *
     * @param steppersMicrosteps microsteps in a full step: an even number, 2 or more
     * @param pwmFrequency as in {@link #frequency(double)}
     * @throws blinka4j.DeviceNotFoundException if nothing answers at {@code address}, or another chip does
     */
    public MotorKit(int address, I2C i2c, int steppersMicrosteps, double pwmFrequency) {
        if (steppersMicrosteps < 2 || steppersMicrosteps % 2 != 0) {
            throw new IllegalArgumentException("steppersMicrosteps cannot be %s: expected an even number, 2 or more"
                    .formatted(steppersMicrosteps));
        }
        microsteps = steppersMicrosteps;
        pca = new PCA9685(i2c, address);
        pca.frequency(pwmFrequency);
    }

    /** @throws IllegalStateException if stepper 1 is in use */
    public DCMotor motor1() {
        return motor(1, 8, 9, 10);
    }

    /** @throws IllegalStateException if stepper 1 is in use */
    public DCMotor motor2() {
        return motor(2, 13, 11, 12);
    }

    /** @throws IllegalStateException if stepper 2 is in use */
    public DCMotor motor3() {
        return motor(3, 2, 3, 4);
    }

    /** @throws IllegalStateException if stepper 2 is in use */
    public DCMotor motor4() {
        return motor(4, 7, 5, 6);
    }

    /**
     * The first call gives the motor current.
     *
     * @throws IllegalStateException if motor 1 or 2 is in use
     * @throws IllegalArgumentException if {@link #frequency} is below 1500 Hz
     */
    public StepperMotor stepper1() {
        return stepper(1, 8, 13, 10, 9, 11, 12);
    }

    /**
     * The first call gives the motor current.
     *
     * @throws IllegalStateException if motor 3 or 4 is in use
     * @throws IllegalArgumentException if {@link #frequency} is below 1500 Hz
     */
    public StepperMotor stepper2() {
        return stepper(2, 7, 2, 4, 3, 5, 6);
    }

    private synchronized DCMotor motor(int number, int speed, int positive, int negative) {
        DCMotor motor = motors[number];
        if (motor == null) {
            int stepper = (number + 1) / 2;
            if (steppers[stepper] != null) {
                throw inUse("motor" + number, "stepper" + stepper);
            }
            output(speed).dutyCycle(FULL);
            motor = new DCMotor(output(positive), output(negative));
            motors[number] = motor;
        }
        return motor;
    }

    private synchronized StepperMotor stepper(
            int number, int speedA, int speedB, int ain1, int ain2, int bin1, int bin2) {
        StepperMotor stepper = steppers[number];
        if (stepper == null) {
            if (motors[2 * number - 1] != null || motors[2 * number] != null) {
                throw inUse("stepper" + number, "motor%s or motor%s".formatted(2 * number - 1, 2 * number));
            }
            PWMChannel one = output(speedA);
            PWMChannel other = output(speedB);
            double hertz = one.exactFrequency();
            if (hertz < SLOWEST_STEPPER_HERTZ) {
                throw new IllegalArgumentException(
                        "stepper%s needs a frequency of at least %s Hz, and the board has %s Hz. Set frequency(1600)."
                                .formatted(number, SLOWEST_STEPPER_HERTZ, hertz));
            }
            try {
                one.dutyCycle(FULL);
                other.dutyCycle(FULL);
                stepper = new StepperMotor(output(ain1), output(ain2), output(bin1), output(bin2), microsteps);
            } catch (RuntimeException | Error e) {
                // Closed, so that they are low. The next attempt gets new ones.
                outputs[speedA] = null;
                outputs[speedB] = null;
                try (one;
                        other) {
                    throw e;
                }
            }
            steppers[number] = stepper;
        }
        return stepper;
    }

    private static IllegalStateException inUse(String wanted, String other) {
        return new IllegalStateException(
                "%s uses the terminals of %s, which is in use. Use one of them.".formatted(wanted, other));
    }

    private PWMChannel output(int channel) {
        PWMChannel output = outputs[channel];
        if (output == null) {
            output = pca.channels().get(channel);
            outputs[channel] = output;
        }
        return output;
    }

    /** The frequency of all outputs in Hz. */
    public double frequency() {
        return pca.frequency();
    }

    /** @param hertz 24 to 1743 Hz, of which the chip takes the nearest one that it has. The outputs are low for 5 ms */
    public void frequency(double hertz) {
        pca.frequency(hertz);
    }

    /** Stops all motors that were used. Closing again does nothing. */
    @Override
    public synchronized void close() {
        RuntimeException failure = null;
        for (PWMChannel output : outputs) {
            try (output) {
                // Closes each one, whatever happens to the others.
            } catch (RuntimeException e) {
                failure = e;
            }
        }
        if (failure != null) {
            throw failure;
        }
    }
}
