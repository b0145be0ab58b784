// SPDX-License-Identifier: MIT
package blinka4j.samples;

import blinka4j.board.Board;
import blinka4j.busio.SPI;
import blinka4j.digitalio.DigitalInOut;
import blinka4j.drivers.sh1106.SH1106_SPI;
import blinka4j.samples.launcher.Sample;
import blinka4j.sim.SimBoard;
import blinka4j.sim.chips.SimSH1106;

/**
 * Shows a frame and a text on an SH1106 display on SPI, and prints the text; the original prints nothing.
 * Port of <a href="https://github.com/adafruit/Adafruit_CircuitPython_DisplayIO_SH1106/blob/main/examples/displayio_sh1106_simpletest.py">displayio_sh1106_simpletest.py</a>.
 *
 * <p>Wiring: SH1106 display of 128 × 64 pixels: VCC to 3.3 V, GND to ground, SCK to SCLK, SDA to MOSI, CS to D5, DC to D6, RES to D4.
 */
public final class Sh1106SimpleTest extends Sample {
    private static final int WIDTH = 128;
    private static final int HEIGHT = 64;
    private static final int BORDER = 5;

    public Sh1106SimpleTest() {
        super("sh1106", "a frame and a text on an SH1106 display", Sh1106SimpleTest::main, 1);
    }

    public static void main(String[] args) {
        SPI spi = Board.spi(); // uses Board.SCLK, Board.MOSI and Board.MISO
        try (DigitalInOut command = new DigitalInOut(Board.D6);
                DigitalInOut chipSelect = new DigitalInOut(Board.D5);
                DigitalInOut reset = new DigitalInOut(Board.D4)) {
            SH1106_SPI display = new SH1106_SPI(WIDTH, HEIGHT, spi, command, reset, chipSelect);

            // Draw a white background, and a smaller inner rectangle in black.
            display.fill(1);
            display.fillRect(BORDER, BORDER, WIDTH - BORDER * 2, HEIGHT - BORDER * 2, 0);

            // Draw a label.
            String text = "Hello World!";
            display.text(text, 28, HEIGHT / 2 - 1, 1);
            display.show();
            System.out.println(text);
        }
    }

    SimSH1106 panel(SimBoard board) {
        SimSH1106 panel = new SimSH1106(WIDTH, HEIGHT, false, board.pin("D6")::level);
        board.spi().attach(board.pin("D5"), panel);
        return panel;
    }

    @Override
    public void attachTo(SimBoard board) {
        panel(board);
    }
}
