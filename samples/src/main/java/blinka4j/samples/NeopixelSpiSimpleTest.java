// SPDX-License-Identifier: MIT
package blinka4j.samples;

import static blinka4j.time.Time.sleep;

import blinka4j.board.Board;
import blinka4j.busio.SPI;
import blinka4j.drivers.neopixelspi.NeoPixel_SPI;
import blinka4j.samples.launcher.Sample;
import blinka4j.sim.SimBoard;
import blinka4j.sim.chips.SimNeoPixel;

/**
 * Lets a red, a green and a blue dot run along a strip of NeoPixels.
 * Port of <a href="https://github.com/adafruit/Adafruit_CircuitPython_NeoPixel_SPI/blob/main/examples/neopixel_spi_simpletest.py">neopixel_spi_simpletest.py</a>.
 *
 * <p>Wiring: strip of NeoPixels: 5V to 5 V, GND to ground, DIN to MOSI.
 */
public final class NeopixelSpiSimpleTest extends Sample {
    private static final int NUM_PIXELS = 12;
    private static final String PIXEL_ORDER = NeoPixel_SPI.GRB;
    private static final int[] COLORS = {0xFF0000, 0x00FF00, 0x0000FF};
    private static final double DELAY = 0.1;

    final SimNeoPixel strip = new SimNeoPixel(SimNeoPixel.Model.WS2812B_V5, NUM_PIXELS, 3);

    public NeopixelSpiSimpleTest() {
        super("neopixel-spi", "a running dot on a strip of NeoPixels", NeopixelSpiSimpleTest::main, 0);
    }

    public static void main(String[] args) {
        SPI spi = Board.spi();

        NeoPixel_SPI pixels = new NeoPixel_SPI(spi, NUM_PIXELS, 1, false, PIXEL_ORDER);

        while (true) {
            for (int color : COLORS) {
                for (int i = 0; i < NUM_PIXELS; i++) {
                    pixels.set(i, color);
                    pixels.show();
                    sleep(DELAY);
                    pixels.fill(0);
                }
            }
        }
    }

    @Override
    public void attachTo(SimBoard board) {
        board.spi().attach(strip);
    }
}
