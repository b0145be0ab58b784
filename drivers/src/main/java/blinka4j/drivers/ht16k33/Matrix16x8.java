// SPDX-License-Identifier: MIT
package blinka4j.drivers.ht16k33;

import blinka4j.busio.I2C;

/** The LED matrix FeatherWing: 16 × 8 LEDs. */
public sealed class Matrix16x8 extends Matrix8x8 permits MatrixBackpack16x8 {
    public Matrix16x8(I2C i2c) {
        this(i2c, DEFAULT_ADDRESS);
    }

    public Matrix16x8(I2C i2c, int address) {
        this(i2c, address, true, 1);
    }

    /** @param autoWrite true to show each change at once */
    public Matrix16x8(I2C i2c, int address, boolean autoWrite, double brightness) {
        super(i2c, new int[] {address}, autoWrite, brightness, 16);
    }

    /** For several matrices side by side. */
    public Matrix16x8(I2C i2c, int... addresses) {
        super(i2c, addresses, true, 1, 16 * addresses.length);
    }

    @Override
    int led(int x, int y) {
        return (x % 8) << 8 | (x / 8 * 8 + y);
    }
}
