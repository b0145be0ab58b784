// SPDX-License-Identifier: MIT
package blinka4j.framebuf;

import blinka4j.hardware.Arguments;

/** The pixels of a {@link FrameBuffer}, each at its place in the array. Shapes and text are drawn with them. */
abstract class PixelBuffer {
    private static final int MOST = 65535;

    private final byte[] buf;
    private final int width;
    private final int height;
    private final Format format;
    private final int stride;
    private int rotation;

    PixelBuffer(byte[] buf, int width, int height, Format format, int stride) {
        this.buf = Arguments.required(buf, "FrameBuffer needs an array", "new byte[512]");
        this.format = Arguments.required(format, "FrameBuffer needs a format", "Format.MVLSB");
        this.width = width;
        this.height = height;
        this.stride = stride;
        if (width < 1 || width > MOST || height < 1 || height > MOST) {
            throw new IllegalArgumentException("a FrameBuffer cannot have %s x %s pixels: expected 1 to %s for each"
                    .formatted(width, height, MOST));
        }
        if (stride < width || stride > MOST) {
            throw new IllegalArgumentException(
                    "the stride cannot be %s: expected %s to %s".formatted(stride, width, MOST));
        }
        long needed = format.index(stride, width - 1, height - 1) + format.bytes;
        if (buf.length < needed) {
            throw new IllegalArgumentException(
                    "an array of %s bytes is too short for %s x %s pixels of %s. Pass at least %s bytes."
                            .formatted(buf.length, width, height, format, needed));
        }
    }

    /** The array that was passed to the constructor. */
    public byte[] buf() {
        return buf;
    }

    /** In pixels, without rotation. */
    public int width() {
        return width;
    }

    /** In pixels, without rotation. */
    public int height() {
        return height;
    }

    public Format format() {
        return format;
    }

    /** Quarters of a turn, 0 to 3. */
    public int rotation() {
        return rotation;
    }

    /**
     * Rotates later drawing. Pixels that are already set stay where they are.
     *
     * @param quarters 0 for none, 1 for 90° clockwise, 2 for 180°, 3 for 270°
     */
    public void rotation(int quarters) {
        if (quarters < 0 || quarters > 3) {
            throw new IllegalArgumentException("rotation cannot be %s: expected 0 to 3".formatted(quarters));
        }
        rotation = quarters;
    }

    /** The color of a pixel; 0 outside. */
    public int pixel(int x, int y) {
        return x < 0 || y < 0 || x >= across() || y >= down()
                ? 0
                : format.get(buf, stride, left(x, y, 1, 1), top(x, y, 1, 1));
    }

    /** Sets a pixel. Outside, nothing happens. */
    public void pixel(int x, int y, int color) {
        area(x, y, 1, 1, color);
    }

    /** Sets all pixels. */
    public void fill(int color) {
        area(0, 0, across(), down(), color);
    }

    /** Draws a rectangle and all in it. Without a size, nothing is drawn. */
    public void fillRect(int x, int y, int width, int height, int color) {
        area(x, y, width, height, color);
    }

    /** The width after rotation. */
    final int across() {
        return rotation % 2 == 0 ? width : height;
    }

    /** The height after rotation. */
    final int down() {
        return rotation % 2 == 0 ? height : width;
    }

    /** Sets all pixels of a rectangle that are inside. */
    final void area(long x, long y, long w, long h, int color) {
        int fromX = (int) Math.min(Math.max(x, 0), across());
        int fromY = (int) Math.min(Math.max(y, 0), down());
        int right = (int) Math.min(Math.max(x + w, fromX), across());
        int bottom = (int) Math.min(Math.max(y + h, fromY), down());
        int left = left(fromX, fromY, right - fromX, bottom - fromY);
        int top = top(fromX, fromY, right - fromX, bottom - fromY);
        int columns = rotation % 2 == 0 ? right - fromX : bottom - fromY;
        int rows = rotation % 2 == 0 ? bottom - fromY : right - fromX;
        for (int row = top; row < top + rows; row++) {
            for (int column = left; column < left + columns; column++) {
                format.set(buf, stride, column, row, color);
            }
        }
    }

    /** The column where a rectangle begins in the array. */
    private int left(int x, int y, int w, int h) {
        return switch (rotation) {
            case 0 -> x;
            case 1 -> width - y - h;
            case 2 -> width - x - w;
            default -> y;
        };
    }

    /** The row where a rectangle begins in the array. */
    private int top(int x, int y, int w, int h) {
        return switch (rotation) {
            case 0 -> y;
            case 1 -> x;
            case 2 -> height - y - h;
            default -> height - x - w;
        };
    }
}
