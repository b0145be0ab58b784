// SPDX-License-Identifier: MIT
package blinka4j.sim;

/**
 * What a simulated display or strip of LEDs shows at the moment, as a grid of pixels. 0, 0 is the upper left one.
 *
 * @param width the pixels of a row
 * @param height the rows
 * @param pixels the color of each pixel; those of a display with one color are its color, or black
 */
public record Picture(int width, int height, Pixels pixels) {
    /** The color of a pixel. */
    public interface Pixels {
        /** 0xRRGGBB. */
        int color(int x, int y);
    }

    /**
     * The color of a pixel as 0xRRGGBB.
     *
     * @throws IllegalArgumentException if the picture has no such pixel
     */
    public int color(int x, int y) {
        if (x < 0 || x >= width || y < 0 || y >= height) {
            throw new IllegalArgumentException(
                    "pixel %s, %s is not in a picture of %s x %s pixels".formatted(x, y, width, height));
        }
        return pixels.color(x, y);
    }
}
