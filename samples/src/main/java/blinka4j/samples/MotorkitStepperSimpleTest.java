// SPDX-License-Identifier: MIT
package blinka4j.samples;

import static blinka4j.time.Time.sleep;

import blinka4j.board.Board;
import blinka4j.drivers.motorkit.MotorKit;
import blinka4j.samples.launcher.Sample;
import blinka4j.sim.SimBoard;
import blinka4j.sim.chips.SimPCA9685;

/**
 * Turns a stepper motor by 100 steps.
 * Port of <a href="https://github.com/adafruit/Adafruit_CircuitPython_MotorKit/blob/main/examples/motorkit_stepper_simpletest.py">motorkit_stepper_simpletest.py</a>.
 *
 * <p>Wiring: Adafruit's DC and stepper motor bonnet or HAT, address 0x60: on the connector of a Raspberry Pi, or VCC to 3.3 V, GND to
 * ground, SCL to SCL, SDA to SDA; a supply for the motors on its terminal; one coil of the motor at M1, the other one at M2.
 */
public final class MotorkitStepperSimpleTest extends Sample {
    final SimPCA9685 controller = new SimPCA9685();

    public MotorkitStepperSimpleTest() {
        super("motorkit-stepper", "a stepper motor at a MotorKit", MotorkitStepperSimpleTest::main, 0);
    }

    public static void main(String[] args) {
        MotorKit kit = new MotorKit(Board.i2c());

        for (int i = 0; i < 100; i++) {
            kit.stepper1().onestep();
            sleep(0.01);
        }
    }

    @Override
    public void attachTo(SimBoard board) {
        board.i2c().attach(MotorKit.DEFAULT_ADDRESS, controller);
    }
}
