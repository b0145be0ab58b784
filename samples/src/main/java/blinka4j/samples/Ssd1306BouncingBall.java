// SPDX-License-Identifier: MIT
package blinka4j.samples;

import blinka4j.board.Board;
import blinka4j.busio.I2C;
import blinka4j.drivers.ssd1306.SSD1306_I2C;
import blinka4j.samples.launcher.Sample;
import blinka4j.sim.SimBoard;
import blinka4j.sim.chips.SimSSD1306;

/**
 * Moves a circle on an SSD1306 display, and prints where it turns round; the original prints nothing.
 * Port of <a href="https://github.com/adafruit/Adafruit_CircuitPython_SSD1306/blob/main/examples/ssd1306_bouncing_ball.py">ssd1306_bouncing_ball.py</a>.
 *
 * <p>Wiring: SSD1306 display of 128 × 32 pixels, address 0x3C: VCC to 3.3 V, GND to ground, SCL to SCL, SDA to SDA.
 */
public final class Ssd1306BouncingBall extends Sample {
    final SimSSD1306 panel = new SimSSD1306(128, 32);

    public Ssd1306BouncingBall() {
        super("ssd1306-bouncing-ball", "a ball on an SSD1306 display", Ssd1306BouncingBall::main);
    }

    public static void main(String[] args) {
        I2C i2c = Board.i2c(); // uses Board.SCL and Board.SDA
        SSD1306_I2C oled = new SSD1306_I2C(128, 32, i2c);

        // Initial center of the circle, how fast it moves in each direction, and its radius.
        int centerX = 63;
        int centerY = 15;
        int xInc = 1;
        int yInc = 1;
        int radius = 8;

        // Start with a blank screen.
        oled.fill(0);
        oled.show();
        while (true) {
            // Undraw the previous circle.
            oled.circle(centerX, centerY, radius, 0);

            // Turn round at the edges.
            if (centerX + radius >= oled.width()) {
                xInc = -1;
                System.out.printf("right edge, y %d%n", centerY);
            } else if (centerX - radius < 0) {
                xInc = 1;
                System.out.printf("left edge, y %d%n", centerY);
            }
            if (centerY + radius >= oled.height()) {
                yInc = -1;
            } else if (centerY - radius < 0) {
                yInc = 1;
            }

            // Go more in the current direction.
            centerX += xInc;
            centerY += yInc;

            // Draw the new circle, and show all the changes.
            oled.circle(centerX, centerY, radius, 1);
            oled.show();
        }
    }

    @Override
    public void attachTo(SimBoard board) {
        board.i2c().attach(SSD1306_I2C.DEFAULT_ADDRESS, panel);
    }
}
