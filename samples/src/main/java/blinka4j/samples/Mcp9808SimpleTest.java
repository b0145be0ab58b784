// SPDX-License-Identifier: MIT
package blinka4j.samples;

import static blinka4j.time.Time.sleep;

import blinka4j.board.Board;
import blinka4j.busio.I2C;
import blinka4j.drivers.mcp9808.MCP9808;

/** Prints the temperature that an MCP9808 measures. Port of Adafruit's {@code mcp9808_simpletest.py}. */
public final class Mcp9808SimpleTest {
    private Mcp9808SimpleTest() {}

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
}
