// SPDX-License-Identifier: MIT
package blinka4j.samples;

import static blinka4j.time.Time.sleep;

import blinka4j.board.Board;
import blinka4j.busio.I2C;
import blinka4j.drivers.pct2075.PCT2075;
import blinka4j.samples.launcher.Sample;
import blinka4j.sim.SimBoard;
import blinka4j.sim.chips.SimPCT2075;

/**
 * Prints the temperature from a PCT2075.
 * Port of <a href="https://github.com/adafruit/Adafruit_CircuitPython_PCT2075/blob/main/examples/pct2075_simpletest.py">pct2075_simpletest.py</a>.
 *
 * <p>Wiring: PCT2075, address 0x37: VIN to 3.3 V, GND to ground, SCL to SCL, SDA to SDA.
 */
public final class Pct2075SimpleTest extends Sample {
    final SimPCT2075 sensor = new SimPCT2075().temperature(22.75);

    public Pct2075SimpleTest() {
        super("pct2075", "temperature from a PCT2075", Pct2075SimpleTest::main);
    }

    public static void main(String[] args) {
        I2C i2c = Board.i2c(); // uses Board.SCL and Board.SDA
        PCT2075 pct = new PCT2075(i2c);

        while (true) {
            System.out.printf("Temperature: %.2f C%n", pct.temperature());
            sleep(0.5);
        }
    }

    @Override
    public void attachTo(SimBoard board) {
        board.i2c().attach(0x37, sensor);
        swing(board, sensor.quantity("temperature"), 0.5);
    }
}
