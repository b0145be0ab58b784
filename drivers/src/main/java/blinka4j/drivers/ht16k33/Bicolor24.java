// SPDX-License-Identifier: MIT
package blinka4j.drivers.ht16k33;

import blinka4j.busio.I2C;

/** A bar of 24 LEDs in two colors. */
public final class Bicolor24 extends Display {
    public Bicolor24(I2C i2c) {
        this(i2c, DEFAULT_ADDRESS);
    }

    public Bicolor24(I2C i2c, int address) {
        this(i2c, address, true, 1);
    }

    /** @param autoWrite true to show each change at once */
    public Bicolor24(I2C i2c, int address, boolean autoWrite, double brightness) {
        super(i2c, new int[] {address}, autoWrite, brightness);
    }

    /** For several bars. Those after the first stay dark. */
    public Bicolor24(I2C i2c, int... addresses) {
        super(i2c, addresses, true, 1);
    }

    /** @param key 0 to 23 */
    public Color get(int key) {
        int x = x(key);
        return Color.of(lit(x, y(key)), lit(x + 8, y(key)));
    }

    /** @param key 0 to 23 */
    public void set(int key, Color color) {
        int x = x(key);
        draw(() -> put(x, y(key), color));
    }

    /** Gives all LEDs this color. */
    public void fill(Color color) {
        draw(() -> {
            for (int key = 0; key < 24; key++) {
                put(x(key), y(key), color);
            }
        });
    }

    private void put(int x, int y, Color color) {
        lit(x, y, color.hasRed());
        lit(x + 8, y, color.hasGreen());
    }

    private static int x(int key) {
        if (key < 0 || key >= 24) {
            throw new IndexOutOfBoundsException("the bar has no LED %s: expected 0 to 23".formatted(key));
        }
        return key % 4 + key / 12 * 4;
    }

    private static int y(int key) {
        return key / 4 % 3;
    }
}
