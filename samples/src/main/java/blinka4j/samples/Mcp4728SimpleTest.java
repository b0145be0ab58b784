// SPDX-License-Identifier: MIT
package blinka4j.samples;

import blinka4j.board.Board;
import blinka4j.busio.I2C;
import blinka4j.drivers.mcp4728.MCP4728;
import blinka4j.samples.launcher.Sample;
import blinka4j.sim.SimBoard;
import blinka4j.sim.chips.SimMCP4728;

/**
 * Sets the outputs of an MCP4728 to its supply, a half, a quarter of it, and 0 V, and prints them; the original prints nothing.
 * Port of <a href="https://github.com/adafruit/Adafruit_CircuitPython_MCP4728/blob/main/examples/mcp4728_simpletest.py">mcp4728_simpletest.py</a>.
 *
 * <p>Wiring: MCP4728, address 0x60: VCC to 3.3 V, GND to ground, SCL to SCL, SDA to SDA, VA to VD to voltmeters.
 */
public final class Mcp4728SimpleTest extends Sample {
    final SimMCP4728 dac = new SimMCP4728();

    public Mcp4728SimpleTest() {
        super("mcp4728", "four voltages from an MCP4728", Mcp4728SimpleTest::main);
    }

    public static void main(String[] args) {
        I2C i2c = Board.i2c(); // uses Board.SCL and Board.SDA
        MCP4728 mcp4728 = new MCP4728(i2c); // an MCP4728A4 is at MCP4728.MCP4728A4_DEFAULT_ADDRESS

        mcp4728.channelA().value(65535); // the supply, or 2.048 V with Vref.INTERNAL
        mcp4728.channelB().value(65535 / 2);
        mcp4728.channelC().value(65535 / 4);
        mcp4728.channelD().value(0);

        System.out.println("A: " + mcp4728.channelA().value());
        System.out.println("B: " + mcp4728.channelB().value());
        System.out.println("C: " + mcp4728.channelC().value());
        System.out.println("D: " + mcp4728.channelD().value());
    }

    @Override
    public void attachTo(SimBoard board) {
        board.i2c().attach(MCP4728.DEFAULT_ADDRESS, dac);
    }
}
