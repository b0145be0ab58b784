// SPDX-License-Identifier: MIT
package blinka4j.drivers.ht16k33;

import blinka4j.busio.I2C;

/** A matrix of 8 × 8 LEDs in two colors. */
public final class Matrix8x8x2 extends Matrix {
    public Matrix8x8x2(I2C i2c) {
        this(i2c, DEFAULT_ADDRESS);
    }

    public Matrix8x8x2(I2C i2c, int address) {
        this(i2c, address, true, 1);
    }

    /** @param autoWrite true to show each change at once */
    public Matrix8x8x2(I2C i2c, int address, boolean autoWrite, double brightness) {
        super(i2c, new int[] {address}, autoWrite, brightness, 8);
    }

    /** For several matrices. The others are dark, but for {@link #fill}. */
    public Matrix8x8x2(I2C i2c, int... addresses) {
        super(i2c, addresses, true, 1, 8);
    }

    @Override
    int color(int x, int y) {
        return pixel(x, y).bits;
    }

    @Override
    void color(int x, int y, int color) {
        lit(y, x, (color & 2) != 0);
        lit(y + 8, x, (color & 1) != 0);
    }

    public Color pixel(int x, int y) {
        return has(x, y) ? Color.of(lit(y + 8, x), lit(y, x)) : Color.LED_OFF;
    }

    public void pixel(int x, int y, Color color) {
        if (has(x, y)) {
            draw(() -> color(x, y, color.bits));
        }
    }

    /** The same as {@link #pixel(int, int)}. */
    public Color get(int x, int y) {
        return pixel(x, y);
    }

    public void set(int x, int y, Color color) {
        pixel(x, y, color);
    }

    public void fill(Color color) {
        draw(() -> fillBytes(color.hasGreen() ? 0xFF : 0, color.hasRed() ? 0xFF : 0));
    }

    /** @param rows the image, from row 0 on. It has the size of the matrix */
    public void image(Color[][] rows) {
        for (Color[] row : rows) {
            requireSize(row.length, rows.length);
        }
        requireSize(columns(), rows.length);
        draw(() -> {
            for (int i = 0; i < columns() * rows(); i++) {
                color(i % columns(), i / columns(), rows[i / columns()][i % columns()].bits);
            }
        });
    }
}
