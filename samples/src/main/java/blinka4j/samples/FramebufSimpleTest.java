// SPDX-License-Identifier: MIT
package blinka4j.samples;

import blinka4j.framebuf.Format;
import blinka4j.framebuf.FrameBuffer;
import blinka4j.samples.launcher.Sample;

/**
 * Draws shapes and text, and prints them. Needs no hardware.
 * Port of <a href="https://github.com/adafruit/Adafruit_CircuitPython_framebuf/blob/main/examples/framebuf_simpletest.py">framebuf_simpletest.py</a>.
 *
 * <p>Wiring: none.
 */
public final class FramebufSimpleTest extends Sample {
    private static final int WIDTH = 32;
    private static final int HEIGHT = 8;

    public FramebufSimpleTest() {
        super("framebuf", "shapes and text as letters", FramebufSimpleTest::main, 33);
    }

    public static void main(String[] args) {
        System.out.println("framebuf test will draw to the console");

        byte[] buffer = new byte[WIDTH * ((HEIGHT + 7) / 8)];
        FrameBuffer fb = new FrameBuffer(buffer, WIDTH, HEIGHT, Format.MVLSB);

        System.out.println("Shapes test: ");
        fb.pixel(3, 5, 1);
        fb.rect(0, 0, fb.width(), fb.height(), 1);
        fb.line(1, 1, fb.width() - 2, fb.height() - 2, 1);
        fb.fillRect(25, 2, 2, 2, 1);
        print(fb);

        System.out.println("Text test: ");
        // Empty.
        fb.fillRect(0, 0, WIDTH, HEIGHT, 0);

        // Write some text.
        fb.text("hello", 0, 0, 1);
        print(fb);
        fb.fill(0);

        // Write some larger text.
        fb.text("hello", 8, 0, 1, 2);
        print(fb);
    }

    /** For very small framebufs. */
    private static void print(FrameBuffer fb) {
        System.out.println(".".repeat(fb.width() + 2));
        for (int y = 0; y < fb.height(); y++) {
            StringBuilder row = new StringBuilder(".");
            for (int x = 0; x < fb.width(); x++) {
                row.append(fb.pixel(x, y) != 0 ? '*' : ' ');
            }
            System.out.println(row.append('.'));
        }
        System.out.println(".".repeat(fb.width() + 2));
    }
}
