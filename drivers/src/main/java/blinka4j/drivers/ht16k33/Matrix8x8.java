// SPDX-License-Identifier: MIT
package blinka4j.drivers.ht16k33;

import blinka4j.busio.I2C;

/** A matrix of 8 × 8 LEDs. */
public sealed class Matrix8x8 extends Matrix permits Matrix16x8 {
    public Matrix8x8(I2C i2c) {
        this(i2c, DEFAULT_ADDRESS);
    }

    public Matrix8x8(I2C i2c, int address) {
        this(i2c, address, true, 1);
    }

    /** @param autoWrite true to show each change at once */
    public Matrix8x8(I2C i2c, int address, boolean autoWrite, double brightness) {
        super(i2c, new int[] {address}, autoWrite, brightness, 8);
    }

    /** For several matrices. The others are dark, but for {@link #fill}. */
    public Matrix8x8(I2C i2c, int... addresses) {
        super(i2c, addresses, true, 1, 8);
    }

    Matrix8x8(I2C i2c, int[] addresses, boolean autoWrite, double brightness, int columns) {
        super(i2c, addresses, autoWrite, brightness, columns);
    }

    /** The chip's LED of a pixel: ROW in the lower 8 bits, COM above. Its first column is the last of the chip. */
    int led(int x, int y) {
        return y << 8 | (x + 7) % 8;
    }

    @Override
    final int color(int x, int y) {
        int led = led(x, y);
        return lit(led & 0xFF, led >> 8) ? 1 : 0;
    }

    @Override
    final void color(int x, int y, int color) {
        int led = led(x, y);
        lit(led & 0xFF, led >> 8, color != 0);
    }

    /** True if the pixel is lit. */
    public boolean pixel(int x, int y) {
        return has(x, y) && color(x, y) != 0;
    }

    public void pixel(int x, int y, boolean color) {
        if (has(x, y)) {
            draw(() -> color(x, y, color ? 1 : 0));
        }
    }

    /** The same as {@link #pixel(int, int)}. */
    public boolean get(int x, int y) {
        return pixel(x, y);
    }

    public void set(int x, int y, boolean color) {
        pixel(x, y, color);
    }

    /** Lights or darkens all LEDs. */
    public void fill(boolean color) {
        int bits = color ? 0xFF : 0;
        draw(() -> fillBytes(bits, bits));
    }

    /** @param rows the image, from row 0 on. It has the size of the matrix */
    public void image(boolean[][] rows) {
        for (boolean[] row : rows) {
            requireSize(row.length, rows.length);
        }
        requireSize(columns(), rows.length);
        draw(() -> {
            for (int i = 0; i < columns() * rows(); i++) {
                color(i % columns(), i / columns(), rows[i / columns()][i % columns()] ? 1 : 0);
            }
        });
    }
}
