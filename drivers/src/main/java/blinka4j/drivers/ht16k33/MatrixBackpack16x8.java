// SPDX-License-Identifier: MIT
package blinka4j.drivers.ht16k33;

import blinka4j.busio.I2C;

/** The backpack for two matrices: 16 × 8 LEDs. */
public final class MatrixBackpack16x8 extends Matrix16x8 {
    public MatrixBackpack16x8(I2C i2c) {
        this(i2c, DEFAULT_ADDRESS);
    }

    public MatrixBackpack16x8(I2C i2c, int address) {
        this(i2c, address, true, 1);
    }

    /** @param autoWrite true to show each change at once */
    public MatrixBackpack16x8(I2C i2c, int address, boolean autoWrite, double brightness) {
        super(i2c, address, autoWrite, brightness);
    }

    /** For several backpacks side by side. */
    public MatrixBackpack16x8(I2C i2c, int... addresses) {
        super(i2c, addresses);
    }

    @Override
    int led(int x, int y) {
        return y << 8 | x;
    }
}
