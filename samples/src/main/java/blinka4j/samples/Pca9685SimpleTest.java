// SPDX-License-Identifier: MIT
package blinka4j.samples;

import blinka4j.board.Board;
import blinka4j.busio.I2C;
import blinka4j.drivers.pca9685.PCA9685;
import blinka4j.samples.launcher.Sample;
import blinka4j.sim.SimBoard;
import blinka4j.sim.chips.SimPCA9685;

/**
 * Makes output 0 of a PCA9685 high for half of the time, and prints what the chip has; the original prints nothing.
 * Port of <a href="https://github.com/adafruit/Adafruit_CircuitPython_PCA9685/blob/main/examples/pca9685_simpletest.py">pca9685_simpletest.py</a>.
 *
 * <p>Wiring: PCA9685, address 0x40: VCC to 3.3 V, GND to ground, SCL to SCL, SDA to SDA, LED0 to a resistor of 330 Ω or more, from there
 * to the long leg of an LED, the short leg to ground.
 */
public final class Pca9685SimpleTest extends Sample {
    final SimPCA9685 controller = new SimPCA9685();

    public Pca9685SimpleTest() {
        super("pca9685", "a dimmed LED at a PCA9685", Pca9685SimpleTest::main, 1);
    }

    public static void main(String[] args) {
        I2C i2c = Board.i2c(); // uses Board.SCL and Board.SDA
        PCA9685 pca = new PCA9685(i2c);

        // Set the PWM frequency to 60 Hz.
        pca.frequency(60);

        // Set the PWM duty cycle for channel zero to 50 %. It has 16 bits as that of other PWM outputs. The chip has 12
        // bits.
        pca.channels().get(0).dutyCycle(0x7FFF);
        System.out.printf(
                "LED0: %d of 65536, at %.2f Hz%n", pca.channels().get(0).dutyCycle(), pca.frequency());
    }

    @Override
    public void attachTo(SimBoard board) {
        board.i2c().attach(PCA9685.DEFAULT_ADDRESS, controller);
    }
}
