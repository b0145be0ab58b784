// SPDX-License-Identifier: MIT
package blinka4j.samples;

import blinka4j.board.Board;
import blinka4j.drivers.bno055.BNO055;
import blinka4j.drivers.servokit.ServoKit;
import blinka4j.samples.launcher.Sample;
import blinka4j.sim.SimBoard;
import blinka4j.sim.chips.SimBNO055;
import blinka4j.sim.chips.SimPCA9685;

/**
 * Turns two servos as a BNO055 is tilted.
 * Port of <a href="https://github.com/adafruit/Adafruit_Learning_System_Guides/tree/main/Tilt_Controlled_Servo_Driver">Tilt_Controlled_Servo_Driver</a>.
 *
 * <p>Wiring: the BNO055 of {@link Bno055SimpleTest}; the servo bonnet or HAT of {@link ServokitSimpleTest}.
 */
public final class TiltControlledServos extends Sample {
    final SimBNO055 sensor = new SimBNO055();

    public TiltControlledServos() {
        super("tilt-controlled-servos", "two servos turn as a BNO055 is tilted", TiltControlledServos::main, 0);
    }

    public static void main(String[] args) {
        // Set channels to the number of servo channels on your kit.
        try (ServoKit kit = new ServoKit(16, Board.i2c())) {
            BNO055 sensor = new BNO055(Board.i2c());

            while (true) {
                follow(sensor, kit);
            }
        }
    }

    static void follow(BNO055 sensor, ServoKit kit) {
        BNO055.Euler euler = sensor.euler();

        // The angles are between -180 and 180. Those of the servos are between 0 and 180.
        try {
            kit.servo(0).angle((euler.roll() + 180) / 2);
            kit.servo(1).angle((euler.pitch() + 180) / 2);
        } catch (IllegalArgumentException e) {
            // pass on any values that are out of range
        }
    }

    @Override
    public void attachTo(SimBoard board) {
        board.i2c().attach(BNO055.DEFAULT_ADDRESS, sensor);
        board.i2c().attach(ServoKit.DEFAULT_ADDRESS, new SimPCA9685());
        swing(board, sensor.quantity("roll"), 60);
        swing(board, sensor.quantity("pitch"), 120);
    }
}
