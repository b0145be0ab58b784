// SPDX-License-Identifier: MIT
package blinka4j.samples;

import static blinka4j.time.Time.sleep;

import blinka4j.board.Board;
import blinka4j.busio.I2C;
import blinka4j.drivers.tcs34725.TCS34725;
import blinka4j.samples.launcher.Sample;
import blinka4j.sim.SimBoard;
import blinka4j.sim.chips.SimTCS34725;

/**
 * Prints the color, the color temperature and the light from a TCS34725.
 * Port of <a href="https://github.com/adafruit/Adafruit_CircuitPython_TCS34725/blob/main/examples/tcs34725_simpletest.py">tcs34725_simpletest.py</a>.
 *
 * <p>Wiring: TCS34725, address 0x29: VIN to 3.3 V, GND to ground, SCL to SCL, SDA to SDA.
 */
public final class Tcs34725SimpleTest extends Sample {
    final SimTCS34725 chip = new SimTCS34725();

    public Tcs34725SimpleTest() {
        super("tcs34725", "color and light from a TCS34725", Tcs34725SimpleTest::main);
    }

    public static void main(String[] args) {
        I2C i2c = Board.i2c(); // uses Board.SCL and Board.SDA
        TCS34725 sensor = new TCS34725(i2c);

        // Change sensor integration time to values between 2.4 and 614.4 milliseconds
        // sensor.integrationTime(150);

        // Change sensor gain to 1, 4, 16, or 60
        // sensor.gain(4);

        while (true) {
            System.out.printf(
                    "RGB color as 8 bits per channel int: #%02X or as 3-tuple: %s%n",
                    sensor.color(), sensor.colorRgbBytes());
            System.out.printf("Temperature: %.0fK Lux: %.1f%n%n", sensor.colorTemperature(), sensor.lux());
            sleep(1);
        }
    }

    @Override
    public void attachTo(SimBoard board) {
        board.i2c().attach(TCS34725.DEFAULT_ADDRESS, chip);
        swing(board, chip.quantity("red"), 60);
    }
}
