// SPDX-License-Identifier: MIT
package blinka4j.samples;

import static blinka4j.time.Time.sleep;

import blinka4j.board.Board;
import blinka4j.busio.I2C;
import blinka4j.drivers.mcp4725.MCP4725;
import blinka4j.samples.launcher.Sample;
import blinka4j.sim.SimBoard;
import blinka4j.sim.chips.SimMCP4725;

/**
 * Prints the temperature from a MCP4725.
 * Port of <a href="https://github.com/adafruit/Adafruit_CircuitPython_MCP4725/blob/main/examples/mcp4725_simpletest.py">mcp4725_simpletest.py</a>.
 *
 * <p>Wiring: MCP4725, address 0x00: VIN to 3.3 V, GND to ground, SCL to SCL, SDA to SDA.
 */
public final class Mcp4725SimpleTest extends Sample {
    final SimMCP4725 sensor = new SimMCP4725().temperature(22.5);

    public Mcp4725SimpleTest() {
        super("mcp4725", "temperature from a MCP4725", Mcp4725SimpleTest::main);
    }

    public static void main(String[] args) {
        I2C i2c = Board.i2c(); // uses Board.SCL and Board.SDA
        MCP4725 sensor = new MCP4725(i2c);

        while (true) {
            System.out.printf("Temperature: %.1f C%n", sensor.temperature());
            sleep(2);
        }
    }

    @Override
    public void attachTo(SimBoard board) {
        board.i2c().attach(MCP4725.DEFAULT_ADDRESS, sensor);
        swing(board, sensor.quantity("temperature"), 0.5);
    }
}
