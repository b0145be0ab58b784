// SPDX-License-Identifier: MIT
package blinka4j.samples;

import blinka4j.board.Board;
import blinka4j.busio.SPI;
import blinka4j.digitalio.DigitalInOut;
import blinka4j.drivers.fram.FRAM_SPI;
import blinka4j.samples.launcher.Sample;
import blinka4j.sim.SimBoard;
import blinka4j.sim.chips.SimMB85RS64V;

/**
 * Writes a byte to an MB85RS64V memory, and prints it.
 * Port of <a href="https://github.com/adafruit/Adafruit_CircuitPython_FRAM/blob/main/examples/fram_spi_simpletest.py">fram_spi_simpletest.py</a>.
 *
 * <p>Wiring: MB85RS64V: VCC to 3.3 V, GND to ground, SCK to SCLK, MISO to MISO, MOSI to MOSI, CS to D5.
 */
public final class FramSpiSimpleTest extends Sample {
    final SimMB85RS64V memory = new SimMB85RS64V();

    public FramSpiSimpleTest() {
        super("fram-spi", "writes and reads an MB85RS64V memory on SPI", FramSpiSimpleTest::main, 1);
    }

    public static void main(String[] args) {
        // Create a FRAM object.
        SPI spi = Board.spi(); // uses Board.SCLK, Board.MOSI and Board.MISO
        try (DigitalInOut cs = new DigitalInOut(Board.D5)) {
            FRAM_SPI fram = new FRAM_SPI(spi, cs);

            // Write a single-byte value to register address '0'.
            fram.set(0, 1);

            // Read that byte to ensure a proper write.
            System.out.println(fram.get(0));
        }
    }

    @Override
    public void attachTo(SimBoard board) {
        board.spi().attach(board.pin("D5"), memory);
    }
}
