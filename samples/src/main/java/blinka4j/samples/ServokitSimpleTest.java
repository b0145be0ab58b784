// SPDX-License-Identifier: MIT
package blinka4j.samples;

import static blinka4j.time.Time.sleep;

import blinka4j.board.Board;
import blinka4j.drivers.servokit.ServoKit;
import blinka4j.samples.launcher.Sample;
import blinka4j.sim.SimBoard;
import blinka4j.sim.chips.SimPCA9685;

/**
 * Moves a standard servo on channel 0 and a continuous one on channel 1.
 * Port of <a href="https://github.com/adafruit/Adafruit_CircuitPython_ServoKit/blob/main/examples/servokit_simpletest.py">servokit_simpletest.py</a>.
 *
 * <p>Wiring: Adafruit's 16-channel servo bonnet or HAT, address 0x40: on the connector of a Raspberry Pi, or VCC to 3.3 V, GND to ground,
 * SCL to SCL, SDA to SDA; a supply for the servos on its terminal; the servos on channels 0 and 1.
 */
public final class ServokitSimpleTest extends Sample {
    final SimPCA9685 controller = new SimPCA9685();

    public ServokitSimpleTest() {
        super("servokit", "two servos at a PCA9685", ServokitSimpleTest::main, 0);
    }

    public static void main(String[] args) {
        // Set channels to the number of servo channels on your kit.
        // 8 for FeatherWing, 16 for Shield/HAT/Bonnet.
        ServoKit kit = new ServoKit(16, Board.i2c());

        kit.servo(0).angle(180);
        kit.continuousServo(1).throttle(1);
        sleep(1);
        kit.continuousServo(1).throttle(-1);
        sleep(1);
        kit.servo(0).angle(0);
        kit.continuousServo(1).throttle(0);
    }

    @Override
    public void attachTo(SimBoard board) {
        board.i2c().attach(ServoKit.DEFAULT_ADDRESS, controller);
    }
}
