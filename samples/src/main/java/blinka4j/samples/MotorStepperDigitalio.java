// SPDX-License-Identifier: MIT
package blinka4j.samples;

import static blinka4j.time.Time.sleep;

import blinka4j.board.Board;
import blinka4j.digitalio.DigitalInOut;
import blinka4j.digitalio.Direction;
import blinka4j.drivers.motor.StepperMotor;
import blinka4j.drivers.motor.StepperMotor.Style;
import blinka4j.samples.launcher.Sample;
import java.util.List;

/**
 * Turns a stepper motor forward and back, in three styles.
 * Port of <a href="https://github.com/adafruit/Adafruit_CircuitPython_Motor/blob/main/examples/motor_stepper_digitalio.py">motor_stepper_digitalio.py</a>.
 *
 * <p>Wiring: two H-bridges such as the TB6612: AIN1 to D17, AIN2 to D27, BIN1 to D22, BIN2 to D23, PWMA, PWMB and STBY to 3.3 V, GND to
 * ground; one coil of the motor between AO1 and AO2, the other one between BO1 and BO2. Or a ULN2003 with a unipolar motor. The original
 * uses D9 to D12, three of which are the SPI bus of a Raspberry Pi.
 */
public final class MotorStepperDigitalio extends Sample {
    private static final double DELAY = 0.01;
    private static final int STEPS = 200;

    public MotorStepperDigitalio() {
        super("motor-stepper-digitalio", "a stepper motor on four pins", MotorStepperDigitalio::main, 0);
    }

    public static void main(String[] args) {
        // You can use any available GPIO pin on both a microcontroller and a Raspberry Pi.
        // The following pins are simply a suggestion. If you use different pins, update the following code to use your
        // chosen pins.
        try (DigitalInOut a1 = new DigitalInOut(Board.D17);
                DigitalInOut a2 = new DigitalInOut(Board.D27);
                DigitalInOut b1 = new DigitalInOut(Board.D22);
                DigitalInOut b2 = new DigitalInOut(Board.D23)) {
            for (DigitalInOut coil : List.of(a1, a2, b1, b2)) {
                coil.direction(Direction.OUTPUT);
            }
            StepperMotor motor = new StepperMotor(a1, a2, b1, b2);

            for (Style style : List.of(Style.SINGLE, Style.DOUBLE, Style.INTERLEAVE)) {
                for (int step = 0; step < STEPS; step++) {
                    motor.onestep(style);
                    sleep(DELAY);
                }
                for (int step = 0; step < STEPS; step++) {
                    motor.onestep(StepperMotor.Direction.BACKWARD, style);
                    sleep(DELAY);
                }
            }
            motor.release();
        }
    }
}
