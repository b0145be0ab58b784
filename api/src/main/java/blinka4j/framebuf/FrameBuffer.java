// SPDX-License-Identifier: MIT
package blinka4j.framebuf;

import blinka4j.hardware.Arguments;
import java.awt.image.BufferedImage;

/**
 * Pixels in a byte array, with shapes and text. Drivers of displays extend it: draw, then call their {@code show()}. Not safe to share
 * between threads.
 *
 * <pre>{@code
 * var picture = new FrameBuffer(new byte[128 * 32 / 8], 128, 32);
 * picture.rect(0, 0, 128, 32, 1);
 * picture.text("Hello", 4, 4, 1);
 * }</pre>
 *
 * <p>Coordinates begin at the upper left. What lies outside is left out, and is no error. Colors are those of the {@link Format}.
 *
 * <p>Source of the behaviour: <a
 * href="https://github.com/adafruit/Adafruit_CircuitPython_framebuf">Adafruit_CircuitPython_framebuf</a>.
 */
public class FrameBuffer extends PixelBuffer {
    private static final BitmapFont FONT = new BitmapFont();

    /** A buffer of the format {@link Format#MVLSB}. */
    public FrameBuffer(byte[] buf, int width, int height) {
        this(buf, width, height, Format.MVLSB);
    }

    public FrameBuffer(byte[] buf, int width, int height, Format format) {
        this(buf, width, height, format, width);
    }

    /**
     * @param buf the array to draw into, large enough for all pixels
     * @param width in pixels, 1 to 65535
     * @param height in pixels, 1 to 65535
     * @param stride the width of the picture of which this is a part, {@code width} to 65535
     */
    public FrameBuffer(byte[] buf, int width, int height, Format format, int stride) {
        super(buf, width, height, format, stride);
    }

    /** Draws a horizontal line to the right. */
    public void hline(int x, int y, int width, int color) {
        area(x, y, width, 1, color);
    }

    /** Draws a vertical line downwards. */
    public void vline(int x, int y, int height, int color) {
        area(x, y, 1, height, color);
    }

    /** Draws the outline of a rectangle. Without a size, nothing is drawn. */
    public void rect(int x, int y, int width, int height, int color) {
        if (width > 0 && height > 0) {
            area(x, y, width, 1, color);
            area(x, y + height - 1L, width, 1, color);
            area(x, y, 1, height, color);
            area(x + width - 1L, y, 1, height, color);
        }
    }

    /** @param fill true to draw all in the rectangle too */
    public void rect(int x, int y, int width, int height, int color, boolean fill) {
        if (fill) {
            fillRect(x, y, width, height, color);
        } else {
            rect(x, y, width, height, color);
        }
    }

    /** Draws a line with both ends, by Bresenham's algorithm. */
    public void line(int x0, int y0, int x1, int y1, int color) {
        long dx = Math.abs((long) x1 - x0);
        long dy = Math.abs((long) y1 - y0);
        boolean flat = dx > dy;
        long longer = Math.max(dx, dy);
        int from = flat ? x0 : y0;
        int step = (flat ? x1 : y1) < from ? -1 : 1;
        int size = flat ? across() : down();
        // Only the steps inside: a line may be very long.
        long first = Math.max(0, step > 0 ? -(long) from : from - (size - 1L));
        long last = Math.min(longer, step > 0 ? size - 1L - from : from);
        for (long i = first; i <= last; i++) {
            // At most (2^32 - 1)^2 + 2^31, without sign.
            long aside = longer == 0 ? 0 : Long.divideUnsigned(i * Math.min(dx, dy) + (longer - 1) / 2, longer);
            area(
                    flat ? x0 + step * i : x0 + (x1 < x0 ? -aside : aside),
                    flat ? y0 + (y1 < y0 ? -aside : aside) : y0 + step * i,
                    1,
                    1,
                    color);
        }
    }

    /** Draws the outline of a circle that is {@code 2 * radius - 1} pixels wide. With a radius below 1, nothing is drawn. */
    public void circle(int centerX, int centerY, int radius, int color) {
        long x = radius - 1L;
        long y = 0;
        long dx = 1;
        long dy = 1;
        long error = 1 - 2L * radius;
        while (x >= y) {
            octants(centerX, centerY, x, y, color);
            octants(centerX, centerY, y, x, color);
            if (error <= 0) {
                y++;
                error += dy;
                dy += 2;
            }
            if (error > 0) {
                x--;
                dx += 2;
                error += dx - 2L * radius;
            }
        }
    }

    private void octants(long centerX, long centerY, long x, long y, int color) {
        area(centerX + x, centerY + y, 1, 1, color);
        area(centerX - x, centerY + y, 1, 1, color);
        area(centerX - x, centerY - y, 1, 1, color);
        area(centerX + x, centerY - y, 1, 1, color);
    }

    /** Moves all pixels, to the right and down. Where none comes from, the old ones stay. */
    public void scroll(int deltaX, int deltaY) {
        int across = across();
        int down = down();
        for (int i = Math.abs(Math.max(deltaY, -down)); i < down; i++) {
            int y = deltaY < 0 ? i + deltaY : down - 1 - i + deltaY;
            for (int j = Math.abs(Math.max(deltaX, -across)); j < across; j++) {
                int x = deltaX < 0 ? j + deltaX : across - 1 - j + deltaX;
                pixel(x, y, pixel(x - deltaX, y - deltaY));
            }
        }
    }

    /** Copies the pixels of another buffer, which may have another format, to here. */
    public void blit(FrameBuffer source, int x, int y) {
        for (int row = 0; row < source.down(); row++) {
            for (int column = 0; column < source.across(); column++) {
                area((long) x + column, (long) y + row, 1, 1, source.pixel(column, row));
            }
        }
    }

    /** Writes text with the {@linkplain BitmapFont bundled font}: 6 pixels for a letter, 8 for a line. */
    public void text(String string, int x, int y, int color) {
        text(string, x, y, color, 1);
    }

    /** @param size pixels for a pixel of the font, from 1 */
    public void text(String string, int x, int y, int color, int size) {
        text(string, x, y, color, FONT, size);
    }

    /**
     * Writes text. Only the pixels of the letters are drawn. After {@code \n} a line begins below; a line that is too long is cut off.
     *
     * @param x the left side of the first letter
     * @param y the upper side of the first line
     * @param size pixels for a pixel of the font, from 1
     */
    public void text(String string, int x, int y, int color, BitmapFont font, int size) {
        Arguments.required(string, "text(…) needs a text", "\"Hello\"");
        Arguments.required(font, "text(…) needs a font", "new BitmapFont()");
        BitmapFont.requireSize(size);
        long left = x;
        long top = y;
        for (int i = 0; i < string.length(); i++) {
            if (string.charAt(i) == '\n') {
                left = x;
                top += (long) font.fontHeight() * size;
            } else {
                font.draw(string.charAt(i), left, top, this, color, size);
                left += (font.fontWidth() + 1L) * size;
            }
        }
    }

    /**
     * Draws an image over all pixels, such as one that {@code Graphics2D} has drawn. Needs the Java module {@code java.desktop}. With one
     * or two bits for a pixel, the brightness counts: half and more is lit. What is transparent in the image is dark.
     *
     * @param img as wide and high as this buffer after rotation
     */
    public void image(BufferedImage img) {
        Arguments.required(
                img, "image(…) needs an image", "new BufferedImage(128, 64, BufferedImage.TYPE_BYTE_BINARY)");
        int across = across();
        int down = down();
        if (img.getWidth() != across || img.getHeight() != down) {
            throw new IllegalArgumentException("an image of %s x %s pixels does not fit. Pass one of %s x %s pixels."
                    .formatted(img.getWidth(), img.getHeight(), across, down));
        }
        int[] row = new int[across];
        for (int y = 0; y < down; y++) {
            img.getRGB(0, y, across, 1, row, 0, across);
            for (int x = 0; x < across; x++) {
                pixel(x, y, format().of(overBlack(row[x])));
            }
        }
    }

    private static int overBlack(int argb) {
        int alpha = argb >>> 24;
        int red = (argb >> 16 & 0xff) * alpha / 255;
        int green = (argb >> 8 & 0xff) * alpha / 255;
        return red << 16 | green << 8 | (argb & 0xff) * alpha / 255;
    }
}
