// SPDX-License-Identifier: MIT
package blinka4j.samples;

import static blinka4j.time.Time.sleep;

import blinka4j.board.Board;
import blinka4j.busio.SPI;
import blinka4j.digitalio.DigitalInOut;
import blinka4j.drivers.mcp3xxx.AnalogIn;
import blinka4j.drivers.mcp3xxx.MCP3008;
import blinka4j.drivers.mcp3xxx.MCP3xxx.Pin;
import blinka4j.samples.launcher.Sample;
import blinka4j.sim.SimBoard;
import blinka4j.sim.chips.SimMCP3xxx;

/**
 * Prints the voltage at input CH0 of an MCP3008, again and again; the original prints it once.
 * Port of <a href="https://github.com/adafruit/Adafruit_CircuitPython_MCP3xxx/blob/main/examples/mcp3xxx_mcp3008_single_ended_simpletest.py">mcp3xxx_mcp3008_single_ended_simpletest.py</a>.
 *
 * <p>Wiring: MCP3008: VDD and VREF to 3.3 V, AGND and DGND to ground, CLK to SCLK, DOUT to MISO, DIN to MOSI, CS to D5, CH0 to a
 * voltage of at most 3.3 V.
 */
public final class Mcp3xxxSimpleTest extends Sample {
    final SimMCP3xxx converter = new SimMCP3xxx(SimMCP3xxx.Model.MCP3008).volts(0, 1.65);

    public Mcp3xxxSimpleTest() {
        super("mcp3xxx", "voltage at an input of an MCP3008", Mcp3xxxSimpleTest::main);
    }

    public static void main(String[] args) {
        SPI spi = Board.spi(); // uses Board.SCLK, Board.MOSI and Board.MISO
        try (DigitalInOut cs = new DigitalInOut(Board.D5)) {
            MCP3008 mcp = new MCP3008(spi, cs);
            AnalogIn chan = new AnalogIn(mcp, Pin.P0);

            while (true) {
                System.out.println("Raw ADC Value: " + chan.value());
                System.out.printf("ADC Voltage: %.3f V%n", chan.voltage());
                sleep(1);
            }
        }
    }

    @Override
    public void attachTo(SimBoard board) {
        board.spi().attach(board.pin("D5"), converter);
        swing(board, converter.quantity("CH0"), 0.5);
    }
}
