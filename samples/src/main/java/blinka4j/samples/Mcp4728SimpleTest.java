// SPDX-License-Identifier: MIT
package blinka4j.samples;

import static blinka4j.time.Time.sleep;

import blinka4j.board.Board;
import blinka4j.busio.I2C;
import blinka4j.drivers.mcp4728.MCP4728;
import blinka4j.samples.launcher.Sample;
import blinka4j.sim.SimBoard;
import blinka4j.sim.chips.SimMCP4728;

/**
 * Prints the temperature from a MCP4728.
 * Port of <a href="https://github.com/adafruit/Adafruit_CircuitPython_MCP4728/blob/main/examples/mcp4728_simpletest.py">mcp4728_simpletest.py</a>.
 *
 * <p>Wiring: MCP4728, address 0x00: VIN to 3.3 V, GND to ground, SCL to SCL, SDA to SDA.
 */
public final class Mcp4728SimpleTest extends Sample {
    final SimMCP4728 sensor = new SimMCP4728().temperature(22.5);

    public Mcp4728SimpleTest() {
        super("mcp4728", "temperature from a MCP4728", Mcp4728SimpleTest::main);
    }

    public static void main(String[] args) {
        I2C i2c = Board.i2c(); // uses Board.SCL and Board.SDA
        MCP4728 sensor = new MCP4728(i2c);

        while (true) {
            System.out.printf("Temperature: %.1f C%n", sensor.temperature());
            sleep(2);
        }
    }

    @Override
    public void attachTo(SimBoard board) {
        board.i2c().attach(MCP4728.DEFAULT_ADDRESS, sensor);
        swing(board, sensor.quantity("temperature"), 0.5);
    }
}
