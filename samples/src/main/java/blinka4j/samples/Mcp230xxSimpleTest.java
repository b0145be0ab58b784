// SPDX-License-Identifier: MIT
package blinka4j.samples;

import static blinka4j.time.Time.sleep;

import blinka4j.board.Board;
import blinka4j.busio.I2C;
import blinka4j.digitalio.Direction;
import blinka4j.digitalio.Pull;
import blinka4j.drivers.mcp230xx.DigitalInOut;
import blinka4j.drivers.mcp230xx.MCP23008;
import blinka4j.samples.launcher.Sample;
import blinka4j.sim.SimBoard;
import blinka4j.sim.chips.SimMCP230xx;

/**
 * Blinks with pin 0 of an MCP23008, and prints the level of pin 1.
 * Port of <a href="https://github.com/adafruit/Adafruit_CircuitPython_MCP230xx/blob/main/examples/mcp230xx_simpletest.py">mcp230xx_simpletest.py</a>.
 *
 * <p>Wiring: MCP23008, address 0x20: VIN to 3.3 V, GND to ground, SCL to SCL, SDA to SDA; GP0 to a resistor of 330 Ω or more, from there
 * to the long leg of an LED, the short leg to ground; a button between GP1 and ground.
 */
public final class Mcp230xxSimpleTest extends Sample {
    final SimMCP230xx expander = new SimMCP230xx("MCP23008", 0);

    public Mcp230xxSimpleTest() {
        super("mcp230xx", "an LED and a button at an MCP23008", Mcp230xxSimpleTest::main);
    }

    public static void main(String[] args) {
        I2C i2c = Board.i2c(); // uses Board.SCL and Board.SDA
        MCP23008 mcp = new MCP23008(i2c); // or an MCP23017, whose pins are 0 to 15

        DigitalInOut pin0 = mcp.getPin(0);
        DigitalInOut pin1 = mcp.getPin(1);

        pin0.switchToOutput(true);

        pin1.direction(Direction.INPUT);
        pin1.pull(Pull.UP);

        while (true) {
            pin0.value(true);
            sleep(0.5);
            pin0.value(false);
            sleep(0.5);
            System.out.println("Pin 1 is at a high level: " + pin1.value());
        }
    }

    @Override
    public void attachTo(SimBoard board) {
        board.i2c().attach(MCP23008.DEFAULT_ADDRESS, expander);
        swing(board, expander.quantity("GP1"), 1);
    }
}
