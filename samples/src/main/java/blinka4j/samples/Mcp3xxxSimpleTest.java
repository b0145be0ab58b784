// SPDX-License-Identifier: MIT
package blinka4j.samples;

import static blinka4j.time.Time.sleep;

import blinka4j.board.Board;
import blinka4j.busio.I2C;
import blinka4j.drivers.mcp3xxx.MCP3xxx;
import blinka4j.samples.launcher.Sample;
import blinka4j.sim.SimBoard;
import blinka4j.sim.chips.SimMCP3xxx;

/**
 * Prints the temperature from a MCP3xxx.
 * Port of <a href="https://github.com/adafruit/Adafruit_CircuitPython_MCP3xxx/blob/main/examples/mcp3xxx_simpletest.py">mcp3xxx_simpletest.py</a>.
 *
 * <p>Wiring: MCP3xxx, address 0x00: VIN to 3.3 V, GND to ground, SCL to SCL, SDA to SDA.
 */
public final class Mcp3xxxSimpleTest extends Sample {
    final SimMCP3xxx sensor = new SimMCP3xxx().temperature(22.5);

    public Mcp3xxxSimpleTest() {
        super("mcp3xxx", "temperature from a MCP3xxx", Mcp3xxxSimpleTest::main);
    }

    public static void main(String[] args) {
        I2C i2c = Board.i2c(); // uses Board.SCL and Board.SDA
        MCP3xxx sensor = new MCP3xxx(i2c);

        while (true) {
            System.out.printf("Temperature: %.1f C%n", sensor.temperature());
            sleep(2);
        }
    }

    @Override
    public void attachTo(SimBoard board) {
        board.i2c().attach(MCP3xxx.DEFAULT_ADDRESS, sensor);
        swing(board, sensor.quantity("temperature"), 0.5);
    }
}
