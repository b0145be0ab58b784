// SPDX-License-Identifier: MIT
package blinka4j.samples;

import static blinka4j.time.Time.sleep;

import blinka4j.board.Board;
import blinka4j.drivers.motorkit.MotorKit;
import blinka4j.samples.launcher.Sample;
import blinka4j.sim.SimBoard;
import blinka4j.sim.chips.SimPCA9685;

/**
 * Turns a DC motor for half a second.
 * Port of <a href="https://github.com/adafruit/Adafruit_CircuitPython_MotorKit/blob/main/examples/motorkit_dc_motor_simpletest.py">motorkit_dc_motor_simpletest.py</a>.
 *
 * <p>Wiring: the board of {@link MotorkitStepperSimpleTest}, with a DC motor at M1.
 */
public final class MotorkitDcMotorSimpleTest extends Sample {
    final SimPCA9685 controller = new SimPCA9685();

    public MotorkitDcMotorSimpleTest() {
        super("motorkit-dc-motor", "a DC motor at a MotorKit", MotorkitDcMotorSimpleTest::main, 0);
    }

    public static void main(String[] args) {
        MotorKit kit = new MotorKit(Board.i2c());

        kit.motor1().throttle(1.0);
        sleep(0.5);
        kit.motor1().throttle(0);
    }

    @Override
    public void attachTo(SimBoard board) {
        board.i2c().attach(MotorKit.DEFAULT_ADDRESS, controller);
    }
}
