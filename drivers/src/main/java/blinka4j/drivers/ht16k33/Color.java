// SPDX-License-Identifier: MIT
package blinka4j.drivers.ht16k33;

/** The color of two LEDs in one place. */
public enum Color {
    LED_OFF,
    LED_RED,
    LED_GREEN,
    /** Red and green. */
    LED_YELLOW;

    private static final Color[] VALUES = values();

    static Color of(boolean red, boolean green) {
        return VALUES[(red ? 1 : 0) + (green ? 2 : 0)];
    }

    boolean hasRed() {
        return this == LED_RED || this == LED_YELLOW;
    }

    boolean hasGreen() {
        return this == LED_GREEN || this == LED_YELLOW;
    }
}
