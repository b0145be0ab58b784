// SPDX-License-Identifier: MIT
package blinka4j.samples;

import static blinka4j.time.Time.sleep;

import blinka4j.board.Board;
import blinka4j.drivers.neopixel.NeoPixel;
import blinka4j.microcontroller.Pin;
import blinka4j.rainbowio.RainbowIO;
import blinka4j.samples.launcher.Sample;
import blinka4j.sim.SimBoard;
import blinka4j.sim.chips.SimNeoPixel;

/**
 * Shows red, green, blue and a moving rainbow on a strip of NeoPixels. The original has its own color wheel.
 * Port of <a href="https://github.com/adafruit/Adafruit_CircuitPython_NeoPixel/blob/main/examples/neopixel_simpletest.py">neopixel_simpletest.py</a>.
 *
 * <p>Wiring: strip of NeoPixels: 5V to 5 V, GND to ground, DIN to MOSI, which is D10 on a Raspberry Pi. For a long strip use a
 * power supply, and a level shifter if the strip does not take 3.3 V. Nothing at SCLK.
 */
public final class NeopixelSimpleTest extends Sample {
    // Choose a MOSI pin, connected to the Data In of the NeoPixel strip.
    private static final Pin PIXEL_PIN = Board.MOSI;

    // The number of NeoPixels.
    private static final int NUM_PIXELS = 10;

    // The order of the pixel colors - RGB or GRB. Some NeoPixels have red and green reversed!
    // For RGBW NeoPixels, simply change the ORDER to RGBW or GRBW.
    private static final String ORDER = NeoPixel.GRB;

    final SimNeoPixel strip = new SimNeoPixel(SimNeoPixel.Model.WS2812B, NUM_PIXELS, 3);

    public NeopixelSimpleTest() {
        super("neopixel", "a rainbow on a strip of NeoPixels", NeopixelSimpleTest::main, 0);
    }

    private static void rainbowCycle(NeoPixel pixels, double wait) {
        for (int j = 0; j < 255; j++) {
            for (int i = 0; i < NUM_PIXELS; i++) {
                int pixelIndex = i * 256 / NUM_PIXELS + j;
                pixels.set(i, RainbowIO.colorwheel(pixelIndex));
            }
            pixels.show();
            sleep(wait);
        }
    }

    public static void main(String[] args) {
        try (NeoPixel pixels = new NeoPixel(PIXEL_PIN, NUM_PIXELS, 0.2, false, ORDER)) {
            while (true) {
                pixels.fill(255, 0, 0);
                pixels.show();
                sleep(1);

                pixels.fill(0, 255, 0);
                pixels.show();
                sleep(1);

                pixels.fill(0, 0, 255);
                pixels.show();
                sleep(1);

                rainbowCycle(pixels, 0.001); // rainbow cycle with 1 ms delay per step
            }
        }
    }

    @Override
    public void attachTo(SimBoard board) {
        board.spi().attach(strip);
    }
}
