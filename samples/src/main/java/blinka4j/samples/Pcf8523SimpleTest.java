// SPDX-License-Identifier: MIT
package blinka4j.samples;

import static blinka4j.time.Time.sleep;

import blinka4j.board.Board;
import blinka4j.busio.I2C;
import blinka4j.drivers.pcf8523.PCF8523;
import blinka4j.samples.launcher.Sample;
import blinka4j.sim.SimBoard;
import blinka4j.sim.chips.SimPCF8523;

/**
 * Prints the temperature from a PCF8523.
 * Port of <a href="https://github.com/adafruit/Adafruit_CircuitPython_PCF8523/blob/main/examples/pcf8523_simpletest.py">pcf8523_simpletest.py</a>.
 *
 * <p>Wiring: PCF8523, address 0x00: VIN to 3.3 V, GND to ground, SCL to SCL, SDA to SDA.
 */
public final class Pcf8523SimpleTest extends Sample {
    final SimPCF8523 sensor = new SimPCF8523().temperature(22.5);

    public Pcf8523SimpleTest() {
        super("pcf8523", "temperature from a PCF8523", Pcf8523SimpleTest::main);
    }

    public static void main(String[] args) {
        I2C i2c = Board.i2c(); // uses Board.SCL and Board.SDA
        PCF8523 sensor = new PCF8523(i2c);

        while (true) {
            System.out.printf("Temperature: %.1f C%n", sensor.temperature());
            sleep(2);
        }
    }

    @Override
    public void attachTo(SimBoard board) {
        board.i2c().attach(PCF8523.DEFAULT_ADDRESS, sensor);
        swing(board, sensor.quantity("temperature"), 0.5);
    }
}
