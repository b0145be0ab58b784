// SPDX-License-Identifier: MIT
package blinka4j.samples;

import static blinka4j.time.Time.sleep;

import blinka4j.board.Board;
import blinka4j.busio.I2C;
import blinka4j.drivers.pcf8591.PCF8591;
import blinka4j.samples.launcher.Sample;
import blinka4j.sim.SimBoard;
import blinka4j.sim.chips.SimPCF8591;

/**
 * Prints the temperature from a PCF8591.
 * Port of <a href="https://github.com/adafruit/Adafruit_CircuitPython_PCF8591/blob/main/examples/pcf8591_simpletest.py">pcf8591_simpletest.py</a>.
 *
 * <p>Wiring: PCF8591, address 0x00: VIN to 3.3 V, GND to ground, SCL to SCL, SDA to SDA.
 */
public final class Pcf8591SimpleTest extends Sample {
    final SimPCF8591 sensor = new SimPCF8591().temperature(22.5);

    public Pcf8591SimpleTest() {
        super("pcf8591", "temperature from a PCF8591", Pcf8591SimpleTest::main);
    }

    public static void main(String[] args) {
        I2C i2c = Board.i2c(); // uses Board.SCL and Board.SDA
        PCF8591 sensor = new PCF8591(i2c);

        while (true) {
            System.out.printf("Temperature: %.1f C%n", sensor.temperature());
            sleep(2);
        }
    }

    @Override
    public void attachTo(SimBoard board) {
        board.i2c().attach(PCF8591.DEFAULT_ADDRESS, sensor);
        swing(board, sensor.quantity("temperature"), 0.5);
    }
}
