// SPDX-License-Identifier: MIT
package blinka4j.samples;

import static blinka4j.time.Time.sleep;

import blinka4j.board.Board;
import blinka4j.busio.I2C;
import blinka4j.drivers.ina260.INA260;
import blinka4j.samples.launcher.Sample;
import blinka4j.sim.SimBoard;
import blinka4j.sim.chips.SimINA260;

/**
 * Prints current, voltage and power from an INA260.
 * Port of <a href="https://github.com/adafruit/Adafruit_CircuitPython_INA260/blob/main/examples/ina260_simpletest.py">ina260_simpletest.py</a>.
 *
 * <p>Wiring: INA260, address 0x40: VCC to 3.3 V, GND to ground, SCL to SCL, SDA to SDA. VIN+ to the supply, VIN- to the load.
 */
public final class Ina260SimpleTest extends Sample {
    final SimINA260 sensor = new SimINA260().load(5.1, 250);

    public Ina260SimpleTest() {
        super("ina260", "current, voltage and power from an INA260", Ina260SimpleTest::main);
    }

    public static void main(String[] args) {
        I2C i2c = Board.i2c(); // uses Board.SCL and Board.SDA
        INA260 ina260 = new INA260(i2c);

        while (true) {
            System.out.printf(
                    "Current: %.2f mA Voltage: %.2f V Power:%.2f mW%n",
                    ina260.current(), ina260.voltage(), ina260.power());
            sleep(1);
        }
    }

    @Override
    public void attachTo(SimBoard board) {
        board.i2c().attach(INA260.DEFAULT_ADDRESS, sensor);
        swing(board, sensor.quantity("voltage"), 0.05);
        swing(board, sensor.quantity("current"), 4);
    }
}
