// SPDX-License-Identifier: MIT
package blinka4j.drivers.ht16k33;

import blinka4j.busio.I2C;

/** What all matrices have in common. Columns and rows begin at 0. Pixels outside are dark, and cannot be set. */
public abstract sealed class Matrix extends Display permits Matrix8x8, Matrix8x8x2 {
    private final int columns;

    Matrix(I2C i2c, int[] addresses, boolean autoWrite, double brightness, int columns) {
        super(i2c, addresses, autoWrite, brightness);
        this.columns = columns;
    }

    public int columns() {
        return columns;
    }

    public int rows() {
        return 8;
    }

    final boolean has(int x, int y) {
        return x >= 0 && x < columns && y >= 0 && y < rows();
    }

    final void requireSize(int width, int height) {
        if (width != columns || height != rows()) {
            throw new IllegalArgumentException(
                    "an image of %s x %s does not fit: expected %s x %s".formatted(width, height, columns, rows()));
        }
    }

    /** The color of a pixel that the matrix has, as a number. */
    abstract int color(int x, int y);

    abstract void color(int x, int y, int color);

    /** {@link #shift(int, int, boolean)} without rotation. */
    public void shift(int x, int y) {
        shift(x, y, false);
    }

    /**
     * Moves the image.
     *
     * @param x columns to higher numbers, which is right; below 0 left
     * @param y rows to higher numbers; below 0 to lower ones
     * @param rotate true if what leaves on one side comes back on the other
     */
    public void shift(int x, int y, boolean rotate) {
        draw(() -> {
            int[] before = new int[columns * rows()];
            for (int i = 0; i < before.length; i++) {
                before[i] = color(i % columns, i / columns);
            }
            for (int i = 0; i < before.length; i++) {
                int column = i % columns - x;
                int row = i / columns - y;
                int from = Math.floorMod(row, rows()) * columns + Math.floorMod(column, columns);
                color(i % columns, i / columns, rotate || has(column, row) ? before[from] : 0);
            }
        });
    }

    public void shiftRight() {
        shiftRight(false);
    }

    public void shiftRight(boolean rotate) {
        shift(1, 0, rotate);
    }

    public void shiftLeft() {
        shiftLeft(false);
    }

    public void shiftLeft(boolean rotate) {
        shift(-1, 0, rotate);
    }

    /** To higher rows, which are up if row 0 is at the bottom. */
    public void shiftUp() {
        shiftUp(false);
    }

    public void shiftUp(boolean rotate) {
        shift(0, 1, rotate);
    }

    public void shiftDown() {
        shiftDown(false);
    }

    public void shiftDown(boolean rotate) {
        shift(0, -1, rotate);
    }
}
