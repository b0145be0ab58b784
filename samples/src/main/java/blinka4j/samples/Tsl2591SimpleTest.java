// SPDX-License-Identifier: MIT
package blinka4j.samples;

import static blinka4j.time.Time.sleep;

import blinka4j.board.Board;
import blinka4j.busio.I2C;
import blinka4j.drivers.tsl2591.TSL2591;
import blinka4j.samples.launcher.Sample;
import blinka4j.sim.SimBoard;
import blinka4j.sim.chips.SimTSL2591;

/**
 * Prints the light from a TSL2591: in lux, infrared, visible, and both.
 * Port of <a href="https://github.com/adafruit/Adafruit_CircuitPython_TSL2591/blob/main/examples/tsl2591_simpletest.py">tsl2591_simpletest.py</a>.
 *
 * <p>Wiring: TSL2591, address 0x29: VIN to 3.3 V, GND to ground, SCL to SCL, SDA to SDA.
 */
public final class Tsl2591SimpleTest extends Sample {
    final SimTSL2591 chip = new SimTSL2591();

    public Tsl2591SimpleTest() {
        super("tsl2591", "light from a TSL2591", Tsl2591SimpleTest::main);
    }

    public static void main(String[] args) {
        I2C i2c = Board.i2c(); // uses Board.SCL and Board.SDA
        TSL2591 sensor = new TSL2591(i2c);

        // You can optionally change the gain and integration time:
        // sensor.gain(TSL2591.Gain.GAIN_LOW); // 1x gain
        // sensor.integrationTime(TSL2591.IntegrationTime.INTEGRATIONTIME_600MS);

        while (true) {
            System.out.printf("Total light: %.2f lux%n", sensor.lux());
            // Counts, which have no unit.
            System.out.printf("Infrared light: %s%n", sensor.infrared());
            System.out.printf("Visible light: %s%n", sensor.visible());
            System.out.printf("Full spectrum (IR + visible) light: %s%n", sensor.fullSpectrum());
            sleep(1);
        }
    }

    @Override
    public void attachTo(SimBoard board) {
        board.i2c().attach(TSL2591.DEFAULT_ADDRESS, chip);
        swing(board, chip.quantity("white light"), 40);
    }
}
