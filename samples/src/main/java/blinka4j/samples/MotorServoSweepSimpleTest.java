// SPDX-License-Identifier: MIT
package blinka4j.samples;

import static blinka4j.time.Time.sleep;

import blinka4j.board.Board;
import blinka4j.drivers.motor.Servo;
import blinka4j.pwmio.PWMOut;
import blinka4j.samples.launcher.Sample;
import blinka4j.sim.SimBoard;
import blinka4j.sim.SimPwm;
import blinka4j.sim.parts.SimServo;

/**
 * Sweeps a servo on D5 from one end to the other and back.
 * Port of <a href="https://github.com/adafruit/Adafruit_CircuitPython_Motor/blob/main/examples/motor_servo_sweep_simpletest.py">motor_servo_sweep_simpletest.py</a>.
 *
 * <p>Wiring: a servo: its signal (orange or white) to D5, its power (red) to 5 V of a supply that can start it, its ground (brown or
 * black) to the ground of both. On most boards D5 has no PWM controller, so a thread makes the pulses.
 */
public final class MotorServoSweepSimpleTest extends Sample {
    public MotorServoSweepSimpleTest() {
        super("motor-servo-sweep", "a servo on D5 sweeps", MotorServoSweepSimpleTest::main, 5);
    }

    public static void main(String[] args) {
        // create a PWMOut object on the control pin.
        try (PWMOut pwm = new PWMOut(Board.D5, 0, 50)) {
            // To get the full range of the servo you will likely need to adjust the minPulse and maxPulse to match the
            // stall points of
            // the servo. This is an example for the Sub-micro servo: https://www.adafruit.com/product/2201
            // servo = new Servo(pwm, 580, 2350)
            Servo servo = new Servo(pwm);

            System.out.println("Sweep from 0 to 180");
            for (int i = 0; i < 180; i++) {
                servo.angle(i);
                sleep(0.01);
            }
            System.out.println("Sweep from 180 to 0");
            for (int i = 0; i < 180; i++) {
                servo.angle(180 - i);
                sleep(0.01);
            }

            System.out.println("Move to 90 degrees");
            servo.angle(90);
            sleep(1);
            System.out.println("Release servo motor for 10 seconds");
            servo.fraction(null);
            sleep(10);

            // You can also specify the movement fractionally.
            System.out.println("Sweep from 0 to 1.0 fractionally");
            double fraction = 0.0;
            while (fraction < 1.0) {
                servo.fraction(fraction);
                fraction += 0.01;
                sleep(0.01);
            }
        }
    }

    /** A servo of 180° whose pulses are from 750 to 2250 µs. It prints every 45°. */
    @Override
    public void attachTo(SimBoard board) {
        new SimServo(board, "D5", 750, 2250, 180);
        board.pwm("D5").onChange(new SimPwm.ChangeListener() {
            private long shown = -1;

            @Override
            public void changed(SimPwm.Change change) {
                long eighths = Math.round((change.highTime().toNanos() / 1000.0 - 750) / 375);
                if (eighths >= 0 && eighths != shown) {
                    shown = eighths;
                    System.err.printf("servo on D5: %s degrees%n", 45 * eighths);
                }
            }
        });
    }
}
