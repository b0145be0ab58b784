// SPDX-License-Identifier: MIT
package blinka4j.drivers.faults;

import blinka4j.drivers.motor.DCMotor;
import blinka4j.drivers.motor.DCMotor.DecayMode;
import blinka4j.drivers.motor.StepperMotor;
import blinka4j.drivers.motor.StepperMotor.Direction;
import blinka4j.drivers.motor.StepperMotor.Style;
import blinka4j.drivers.motorkit.MotorKit;
import blinka4j.sim.chips.SimPCA9685;
import blinka4j.testing.FaultRig;
import java.time.Duration;
import java.util.List;
import java.util.Random;

/** A board with two DC motors and a stepper motor. */
final class MotorKitRig extends FaultRig {
    private static final int FULL = 0xFFFF;
    /** Of stepper 2, in the order in which they pull. */
    private static final int[] COILS = {3, 5, 4, 6};

    private final SimPCA9685 chip = new SimPCA9685();
    private final Parts parts;
    private MotorKit kit;
    private boolean creating;

    static List<FaultRig> all(Random random) {
        return List.of(new MotorKitRig(random, Parts.of(random)));
    }

    private MotorKitRig(Random random, Parts parts) {
        super("MotorKit", random, parts, false);
        this.parts = parts;
        parts.attach(MotorKit.DEFAULT_ADDRESS, chip);
        kit = new MotorKit(parts.i2c());
        readings().forEach(this::add);
        add(() -> turns(kit.motor1(), 8, 9, 10));
        add(() -> turns(kit.motor2(), 13, 11, 12));
        add(() -> {
            StepperMotor stepper = kit.stepper2();
            int position =
                    stepper.onestep(one(Direction.values()), random.nextBoolean() ? Style.SINGLE : Style.MICROSTEP);
            return chip.dutyCycle(7) == 1 && chip.dutyCycle(2) == 1 && stands(position);
        });
        add(() -> {
            kit.stepper2().release();
            return has(3, 0) && has(4, 0) && has(5, 0) && has(6, 0);
        });
        add(() -> {
            creating = true;
            kit.close();
            kit = new MotorKit(parts.i2c());
            creating = false;
            return true;
        });
    }

    private boolean turns(DCMotor motor, int speed, int positive, int negative) {
        DecayMode mode = one(DecayMode.values());
        motor.decayMode(mode);
        double throttle = uniform(-1, 1);
        motor.throttle(throttle);
        int duty = (int) (FULL * Math.abs(throttle));
        int driven = mode == DecayMode.FAST_DECAY ? duty : FULL;
        int other = mode == DecayMode.FAST_DECAY ? 0 : FULL - duty;
        return chip.dutyCycle(speed) == 1
                && has(positive, throttle > 0 ? driven : other)
                && has(negative, throttle > 0 ? other : driven);
    }

    /** A coil's current is a cosine of the position. */
    private boolean stands(int position) {
        boolean right = true;
        for (int i = 0; i < COILS.length; i++) {
            double part = Math.cos(Math.PI / 2 * (position / 16.0 - i));
            right &= has(COILS[i], (int) Math.round(FULL * Math.max(0, part)));
        }
        return right;
    }

    private boolean has(int channel, int dutyCycle) {
        return chip.dutyCycle(channel) == (dutyCycle == FULL ? 1 : (dutyCycle >> 4) / 4096.0);
    }

    @Override
    protected void failed() {
        if (creating) {
            // The other instance does not know what this one has written.
            creating = false;
            kit = new MotorKit(parts.i2c());
        }
    }

    /** The clock of the chip starts. */
    @Override
    public void change() {
        clock.advance(Duration.ofMillis(1));
    }

    @Override
    public List<Operation> readings() {
        return List.of(() -> near(kit.frequency(), 25e6 / 4096 / (chip.register(0xFE) + 1), 1e-9, 23.8, 1526));
    }
}
