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
 * Prints the temperature from a TCS34725.
 * Port of <a href="https://github.com/adafruit/Adafruit_CircuitPython_TCS34725/blob/main/examples/tcs34725_simpletest.py">tcs34725_simpletest.py</a>.
 *
 * <p>Wiring: TCS34725, address 0x00: VIN to 3.3 V, GND to ground, SCL to SCL, SDA to SDA.
 */
public final class Tcs34725SimpleTest extends Sample {
    final SimTCS34725 sensor = new SimTCS34725().temperature(22.5);

    public Tcs34725SimpleTest() {
        super("tcs34725", "temperature from a TCS34725", Tcs34725SimpleTest::main);
    }

    public static void main(String[] args) {
        I2C i2c = Board.i2c(); // uses Board.SCL and Board.SDA
        TCS34725 sensor = new TCS34725(i2c);

        while (true) {
            System.out.printf("Temperature: %.1f C%n", sensor.temperature());
            sleep(2);
        }
    }

    @Override
    public void attachTo(SimBoard board) {
        board.i2c().attach(TCS34725.DEFAULT_ADDRESS, sensor);
        swing(board, sensor.quantity("temperature"), 0.5);
    }
}
