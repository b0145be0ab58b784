// SPDX-License-Identifier: MIT
package blinka4j.samples;

import static blinka4j.time.Time.sleep;

import blinka4j.board.Board;
import blinka4j.busio.I2C;
import blinka4j.drivers.ads1x15.ADS1015;
import blinka4j.drivers.ads1x15.ADS1x15.Pin;
import blinka4j.drivers.ads1x15.AnalogIn;
import blinka4j.samples.launcher.Sample;
import blinka4j.sim.SimBoard;
import blinka4j.sim.chips.SimADS1x15;

/**
 * Prints the voltage at input A0 of an ADS1015.
 * Port of <a href="https://github.com/adafruit/Adafruit_CircuitPython_ADS1x15/blob/main/examples/ads1x15_simpletest.py">ads1x15_simpletest.py</a>.
 *
 * <p>Wiring: ADS1015, address 0x48: VIN to 3.3 V, GND to ground, SCL to SCL, SDA to SDA, A0 to a voltage of at most 3.3 V. An
 * ADS1115 is wired in the same way.
 */
public final class Ads1x15SimpleTest extends Sample {
    final SimADS1x15 converter = new SimADS1x15(SimADS1x15.Model.ADS1015).volts(0, 1.65);

    public Ads1x15SimpleTest() {
        super("ads1x15", "voltage at an input of an ADS1015", Ads1x15SimpleTest::main);
    }

    public static void main(String[] args) {
        I2C i2c = Board.i2c(); // uses Board.SCL and Board.SDA
        ADS1015 ads = new ADS1015(i2c); // or new ADS1115(i2c)

        // A single input. The difference of two is new AnalogIn(ads, Pin.A0, Pin.A1).
        AnalogIn chan = new AnalogIn(ads, Pin.A0);

        System.out.printf("%5s\t%5s%n", "raw", "v");
        while (true) {
            System.out.printf("%5d\t%5.3f%n", chan.value(), chan.voltage());
            sleep(0.5);
        }
    }

    @Override
    public void attachTo(SimBoard board) {
        board.i2c().attach(ADS1015.DEFAULT_ADDRESS, converter);
        swing(board, converter.quantity("A0"), 0.5);
    }
}
