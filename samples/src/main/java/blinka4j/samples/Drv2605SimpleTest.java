// SPDX-License-Identifier: MIT
package blinka4j.samples;

import static blinka4j.time.Time.sleep;

import blinka4j.board.Board;
import blinka4j.busio.I2C;
import blinka4j.drivers.drv2605.DRV2605;
import blinka4j.drivers.drv2605.Effect;
import blinka4j.samples.launcher.Sample;
import blinka4j.sim.SimBoard;
import blinka4j.sim.chips.SimDRV2605;

/**
 * Plays the 123 effects of a DRV2605L, each for half a second.
 * Port of <a href="https://github.com/adafruit/Adafruit_CircuitPython_DRV2605/blob/main/examples/drv2605_simpletest.py">drv2605_simpletest.py</a>.
 *
 * <p>Wiring: DRV2605L, address 0x5a: VIN to 3.3 V, GND to ground, SCL to SCL, SDA to SDA; a vibration motor between + and -.
 */
public final class Drv2605SimpleTest extends Sample {
    final SimDRV2605 motor = new SimDRV2605();

    public Drv2605SimpleTest() {
        super("drv2605", "effects of a vibration motor on a DRV2605L", Drv2605SimpleTest::main);
    }

    public static void main(String[] args) {
        I2C i2c = Board.i2c(); // uses Board.SCL and Board.SDA
        DRV2605 drv = new DRV2605(i2c);

        int effectId = 1;
        while (true) {
            System.out.println("Playing effect #" + effectId);
            // There are eight slots, 0 to 7. A slot may also have a pause: new Pause(0.5).
            drv.sequence().set(0, new Effect(effectId));
            drv.play();
            sleep(0.5);
            drv.stop();
            effectId = effectId % 123 + 1;
        }
    }

    @Override
    public void attachTo(SimBoard board) {
        board.i2c().attach(DRV2605.DEFAULT_ADDRESS, motor);
        swing(board, motor.quantity("supply"), 0.4);
    }
}
