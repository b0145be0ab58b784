// SPDX-License-Identifier: MIT
package blinka4j.samples;

import static blinka4j.time.Time.sleep;

import blinka4j.board.Board;
import blinka4j.busio.I2C;
import blinka4j.drivers.mcp9808.MCP9808;
import blinka4j.samples.launcher.Sample;
import blinka4j.sim.SimBoard;
import blinka4j.sim.chips.SimMCP9808;

/**
 * Prints the temperature from an MCP9808.
 * Port of <a href="https://github.com/adafruit/Adafruit_CircuitPython_MCP9808/blob/main/examples/mcp9808_simpletest.py">mcp9808_simpletest.py</a>.
 *
 * <p>Wiring: MCP9808, address 0x18: VIN to 3.3 V, GND to ground, SCL to SCL, SDA to SDA.
 */
public final class Mcp9808SimpleTest extends Sample {
    final SimMCP9808 sensor = new SimMCP9808().temperature(22.5625);

    public Mcp9808SimpleTest() {
        super("mcp9808", "temperature from an MCP9808", Mcp9808SimpleTest::main);
    }

    public static void main(String[] args) {
        I2C i2c = Board.i2c(); // uses Board.SCL and Board.SDA

        // The sensor's default address is 0x18. One whose A0 is wired to VDD is new MCP9808(i2c, 0x19).
        MCP9808 mcp = new MCP9808(i2c);

        while (true) {
            double tempC = mcp.temperature();
            double tempF = tempC * 9 / 5 + 32;
            System.out.println("Temperature: " + tempC + " C " + tempF + " F");
            sleep(2);
        }
    }

    @Override
    public void attachTo(SimBoard board) {
        board.i2c().attach(0x18, sensor);
        swing(board, sensor.quantity("temperature"), 0.5);
    }
}
