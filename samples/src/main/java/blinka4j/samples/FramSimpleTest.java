// SPDX-License-Identifier: MIT
package blinka4j.samples;

import static blinka4j.time.Time.sleep;

import blinka4j.board.Board;
import blinka4j.busio.I2C;
import blinka4j.drivers.fram.FRAM;
import blinka4j.samples.launcher.Sample;
import blinka4j.sim.SimBoard;
import blinka4j.sim.chips.SimFRAM;

/**
 * Prints the temperature from a FRAM.
 * Port of <a href="https://github.com/adafruit/Adafruit_CircuitPython_FRAM/blob/main/examples/fram_simpletest.py">fram_simpletest.py</a>.
 *
 * <p>Wiring: FRAM, address 0x00: VIN to 3.3 V, GND to ground, SCL to SCL, SDA to SDA.
 */
public final class FramSimpleTest extends Sample {
    final SimFRAM sensor = new SimFRAM().temperature(22.5);

    public FramSimpleTest() {
        super("fram", "temperature from a FRAM", FramSimpleTest::main);
    }

    public static void main(String[] args) {
        I2C i2c = Board.i2c(); // uses Board.SCL and Board.SDA
        FRAM sensor = new FRAM(i2c);

        while (true) {
            System.out.printf("Temperature: %.1f C%n", sensor.temperature());
            sleep(2);
        }
    }

    @Override
    public void attachTo(SimBoard board) {
        board.i2c().attach(FRAM.DEFAULT_ADDRESS, sensor);
        swing(board, sensor.quantity("temperature"), 0.5);
    }
}
