// SPDX-License-Identifier: MIT
package blinka4j.drivers.ht16k33;

/** The color of two LEDs in one place. */
public enum Color {
    LED_OFF(0),
    LED_RED(1),
    LED_GREEN(2),
    /** Red and green. */
    LED_YELLOW(3);

    private static final Color[] VALUES = values();

    /** Bit 0 for red, bit 1 for green. */
    final int bits;

    Color(int bits) {
        this.bits = bits;
    }

    static Color of(boolean red, boolean green) {
        return VALUES[(red ? 1 : 0) + (green ? 2 : 0)];
    }

    boolean hasRed() {
        return (bits & 1) != 0;
    }

    boolean hasGreen() {
        return (bits & 2) != 0;
    }
}
