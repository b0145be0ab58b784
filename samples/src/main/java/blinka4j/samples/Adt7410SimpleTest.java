// SPDX-License-Identifier: MIT
package blinka4j.samples;

import static blinka4j.time.Time.sleep;

import blinka4j.board.Board;
import blinka4j.busio.I2C;
import blinka4j.drivers.adt7410.ADT7410;
import blinka4j.samples.launcher.Sample;
import blinka4j.sim.SimBoard;
import blinka4j.sim.chips.SimADT7410;

/**
 * Prints the temperature from an ADT7410.
 * Port of <a href="https://github.com/adafruit/Adafruit_CircuitPython_ADT7410/blob/main/examples/adt7410_simpletest.py">adt7410_simpletest.py</a>.
 *
 * <p>Wiring: ADT7410, address 0x48: VIN to 3.3 V, GND to ground, SCL to SCL, SDA to SDA.
 */
public final class Adt7410SimpleTest extends Sample {
    final SimADT7410 sensor = new SimADT7410().temperature(22.5);

    public Adt7410SimpleTest() {
        super("adt7410", "temperature from an ADT7410", Adt7410SimpleTest::main);
    }

    public static void main(String[] args) {
        I2C i2c = Board.i2c(); // uses Board.SCL and Board.SDA
        ADT7410 adt = new ADT7410(i2c, 0x48);
        adt.highResolution(true);

        while (true) {
            System.out.println(adt.temperature());
            sleep(0.5);
        }
    }

    @Override
    public void attachTo(SimBoard board) {
        board.i2c().attach(ADT7410.DEFAULT_ADDRESS, sensor);
        swing(board, sensor.quantity("temperature"), 0.5);
    }
}
