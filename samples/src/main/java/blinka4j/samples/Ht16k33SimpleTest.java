// SPDX-License-Identifier: MIT
package blinka4j.samples;

import static blinka4j.time.Time.sleep;

import blinka4j.board.Board;
import blinka4j.busio.I2C;
import blinka4j.drivers.ht16k33.HT16K33;
import blinka4j.samples.launcher.Sample;
import blinka4j.sim.SimBoard;
import blinka4j.sim.chips.SimHT16K33;

/**
 * Prints the temperature from a HT16K33.
 * Port of <a href="https://github.com/adafruit/Adafruit_CircuitPython_HT16K33/blob/main/examples/ht16k33_simpletest.py">ht16k33_simpletest.py</a>.
 *
 * <p>Wiring: HT16K33, address 0x00: VIN to 3.3 V, GND to ground, SCL to SCL, SDA to SDA.
 */
public final class Ht16k33SimpleTest extends Sample {
    final SimHT16K33 sensor = new SimHT16K33().temperature(22.5);

    public Ht16k33SimpleTest() {
        super("ht16k33", "temperature from a HT16K33", Ht16k33SimpleTest::main);
    }

    public static void main(String[] args) {
        I2C i2c = Board.i2c(); // uses Board.SCL and Board.SDA
        HT16K33 sensor = new HT16K33(i2c);

        while (true) {
            System.out.printf("Temperature: %.1f C%n", sensor.temperature());
            sleep(2);
        }
    }

    @Override
    public void attachTo(SimBoard board) {
        board.i2c().attach(HT16K33.DEFAULT_ADDRESS, sensor);
        swing(board, sensor.quantity("temperature"), 0.5);
    }
}
