// SPDX-License-Identifier: MIT
package blinka4j.samples;

import blinka4j.board.Board;
import blinka4j.busio.I2C;
import blinka4j.drivers.ssd1306.SSD1306_I2C;
import blinka4j.samples.launcher.Sample;
import blinka4j.sim.SimBoard;
import blinka4j.sim.chips.SimSSD1306;

/**
 * Sets three pixels of an SSD1306 display, and says so; the original prints nothing.
 * Port of <a href="https://github.com/adafruit/Adafruit_CircuitPython_SSD1306/blob/main/examples/ssd1306_simpletest.py">ssd1306_simpletest.py</a>.
 *
 * <p>Wiring: SSD1306 display of 128 × 32 pixels, address 0x3C: VCC to 3.3 V, GND to ground, SCL to SCL, SDA to SDA.
 */
public final class Ssd1306SimpleTest extends Sample {
    final SimSSD1306 panel = new SimSSD1306(128, 32);

    public Ssd1306SimpleTest() {
        super("ssd1306", "pixels on an SSD1306 display", Ssd1306SimpleTest::main, 1);
    }

    public static void main(String[] args) {
        // Create the I2C bus interface.
        I2C i2c = Board.i2c(); // uses Board.SCL and Board.SDA

        // Create the SSD1306 OLED class.
        int displayWidth = 128;
        int displayHeight = 32;
        SSD1306_I2C display = new SSD1306_I2C(displayWidth, displayHeight, i2c);
        // You can change the I2C address:
        // SSD1306_I2C display = new SSD1306_I2C(displayWidth, displayHeight, i2c, 0x3D);

        // Fill the display with black pixels, clearing it.
        display.fill(0);
        display.show();

        // Set a pixel in the origin 0,0 position.
        display.pixel(0, 0, 1);
        // Set a pixel in the middle 64, 16 position.
        display.pixel(64, 16, 1);
        // Set a pixel in the opposite 127, 31 position.
        display.pixel(127, 31, 1);
        display.show();
        System.out.println("Pixels at 0,0 and 64,16 and 127,31");
    }

    @Override
    public void attachTo(SimBoard board) {
        board.i2c().attach(SSD1306_I2C.DEFAULT_ADDRESS, panel);
    }
}
