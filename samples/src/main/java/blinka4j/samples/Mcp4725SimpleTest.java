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
 * Makes the voltage of an MCP4725 rise from 0 V to its supply and fall again, in 64 steps of 0.1 s each.
 * Port of <a href="https://github.com/adafruit/Adafruit_CircuitPython_MCP4725/blob/main/examples/mcp4725_simpletest.py">mcp4725_simpletest.py</a>.
 *
 * <p>Wiring: MCP4725, address 0x62: VDD to 3.3 V, GND to ground, SCL to SCL, SDA to SDA, OUT to a voltmeter.
 */
public final class Mcp4725SimpleTest extends Sample {
    private static final int STEP = 64;

    final SimMCP4725 dac = new SimMCP4725();

    public Mcp4725SimpleTest() {
        super("mcp4725", "a rising and falling voltage from an MCP4725", Mcp4725SimpleTest::main);
    }

    public static void main(String[] args) {
        I2C i2c = Board.i2c(); // uses Board.SCL and Board.SDA
        MCP4725 dac = new MCP4725(i2c);

        // There are three ways to set the output.
        dac.value(65535); // 16 bits, as other analog outputs. The chip has 12 bits.
        dac.rawValue(4095); // 12 bits.
        dac.normalizedValue(1.0); // 0 to 1.

        while (true) {
            System.out.println("Going up 0-3.3V...");
            for (int i = 0; i < 4096; i += STEP) {
                dac.rawValue(i);
                sleep(0.1);
            }
            System.out.println("Going down 3.3-0V...");
            for (int i = 4095; i >= 0; i -= STEP) {
                dac.rawValue(i);
                sleep(0.1);
            }
        }
    }

    @Override
    public void attachTo(SimBoard board) {
        board.i2c().attach(MCP4725.DEFAULT_ADDRESS, dac);
    }
}
