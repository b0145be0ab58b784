// SPDX-License-Identifier: MIT
package blinka4j.framebuf;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * A font whose letters are all equally wide and at most 8 pixels high, for {@link FrameBuffer#text}. The bundled one has ASCII's
 * letters, 5 × 8 pixels. A letter that a font lacks is drawn as a question mark.
 */
public final class BitmapFont {
    private static final int TALLEST = 8;

    private final int fontWidth;
    private final int fontHeight;
    private final char first;
    /** Of each letter from {@link #first}, its columns from the left, upper pixel in the lowest bit. */
    private final byte[] columns;

    /** The bundled font. */
    public BitmapFont() {
        fontWidth = 5;
        fontHeight = TALLEST;
        first = ' ';
        columns = Font5x8.columns();
    }

    /**
     * A font of CircuitPython, such as {@code font5x8.bin}: width, height, then the columns of the letters 0 to 255.
     *
     * @throws IllegalArgumentException if this is no such file
     */
    public BitmapFont(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        fontWidth = bytes.length < 2 ? 0 : bytes[0] & 0xff;
        fontHeight = bytes.length < 2 ? 0 : bytes[1] & 0xff;
        if (fontWidth == 0 || fontHeight == 0 || fontHeight > TALLEST || bytes.length != 2 + 256 * fontWidth) {
            throw new IllegalArgumentException(
                    "%s is no font: %s bytes, width %s, height %s. Expected 2 + 256 * width bytes, and a height of 1 to %s."
                            .formatted(file, bytes.length, fontWidth, fontHeight, TALLEST));
        }
        first = 0;
        columns = Arrays.copyOfRange(bytes, 2, bytes.length);
    }

    /** The width of a letter in pixels. In a text, one more pixel follows. */
    public int fontWidth() {
        return fontWidth;
    }

    /** The height of a line in pixels. */
    public int fontHeight() {
        return fontHeight;
    }

    /** The width of a text of one line, in pixels. */
    public int width(String text) {
        return text.length() * (fontWidth + 1);
    }

    /** @param size pixels for a pixel of the font, from 1 */
    public void drawChar(char letter, int x, int y, FrameBuffer framebuffer, int color, int size) {
        requireSize(size);
        draw(letter, x, y, framebuffer, color, size);
    }

    void draw(char letter, long x, long y, PixelBuffer to, int color, int size) {
        int known = letter >= first && letter < first + columns.length / fontWidth ? letter : '?';
        for (int column = 0; column < fontWidth; column++) {
            int pixels = columns[(known - first) * fontWidth + column];
            for (int row = 0; row < fontHeight; row++) {
                if ((pixels >> row & 1) != 0) {
                    to.area(x + (long) column * size, y + (long) row * size, size, size, color);
                }
            }
        }
    }

    static void requireSize(int size) {
        if (size < 1) {
            throw new IllegalArgumentException("the size of a text cannot be %s: expected 1 or more".formatted(size));
        }
    }
}
