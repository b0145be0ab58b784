// SPDX-License-Identifier: MIT
package blinka4j.samples;

import static blinka4j.time.Time.sleep;

import blinka4j.board.Board;
import blinka4j.drivers.motor.DCMotor;
import blinka4j.pwmio.PWMOut;
import blinka4j.samples.launcher.Sample;

/**
 * Turns a DC motor forward and backward, slowly and fast.
 * Port of <a href="https://github.com/adafruit/Adafruit_CircuitPython_Motor/blob/main/examples/motor_h-bridge_dc_motor.py">motor_h-bridge_dc_motor.py</a>.
 *
 * <p>Wiring: an H-bridge such as the L9110H or the TB6612: IA (AIN1) to D20, IB (AIN2) to D21, GND to the ground of the board and of the
 * motor's supply, VCC to the motor's supply, the motor between the outputs. The original uses GP28 and GP27, which few Linux boards have.
 */
public final class MotorHBridgeDcMotor extends Sample {
    public MotorHBridgeDcMotor() {
        super("motor-h-bridge-dc-motor", "a DC motor on an H-bridge", MotorHBridgeDcMotor::main);
    }

    public static void main(String[] args) {
        // DC motor setup
        // DC Motors generate electrical noise when running that can reset the microcontroller in extreme cases. A
        // capacitor can be used
        // to help prevent this. The pins D20 and D21 are chosen because no other sample uses them.
        try (PWMOut pwmA = new PWMOut(Board.D20, 0, 50);
                PWMOut pwmB = new PWMOut(Board.D21, 0, 50);
                DCMotor motor1 = new DCMotor(pwmA, pwmB)) {
            System.out.println("***DC motor test***");

            set(motor1, "Forwards slow", 0.5);
            set(motor1, "Stop", 0);
            set(motor1, "Forwards", 1.0);
            set(motor1, "Stop", 0);
            set(motor1, "Backwards", -1.0);
            set(motor1, "Stop", 0);
            set(motor1, "Backwards slow", -0.5);
            set(motor1, "Stop", 0);
            // Python's None
            set(motor1, "Spin freely", Double.NaN);

            System.out.println("\n***Motor test is complete***");
        }
    }

    private static void set(DCMotor motor, String what, double throttle) {
        System.out.println("\n" + what);
        motor.throttle(throttle);
        System.out.println("  throttle: " + motor.throttle());
        sleep(1);
    }
}
