// SPDX-License-Identifier: MIT
package blinka4j.rainbowio;

/** CircuitPython's {@code rainbowio}: colors of the rainbow. */
public final class RainbowIO {
    private static final int WHEEL = 256;
    /** From one of the three basic colors to the next. */
    private static final int THIRD = 85;

    private static final int FULL = 255;

    private RainbowIO() {}

    /**
     * Returns a color of a wheel that goes from red over green and blue back to red.
     *
     * @param pos the place on the wheel: 0 is red, 85 green, 170 blue, 255 red again. It may have a fraction. It is taken modulo
     *     256, so that a counter may run on; a negative one runs backwards
     * @return the color as 0xRRGGBB
     */
    public static int colorwheel(double pos) {
        if (!Double.isFinite(pos)) {
            throw new IllegalArgumentException(
                    "the color wheel has no position %s. Pass a finite number.".formatted(pos));
        }
        double place = pos - WHEEL * Math.floor(pos / WHEEL);
        int third = Math.min(2, (int) (place / THIRD));
        double part = 3 * (place - third * THIRD);
        // Between 255 and 256 the wheel stands still.
        int rising = (int) Math.min(FULL, part);
        int falling = (int) Math.max(0, FULL - part);
        return switch (third) {
            case 0 -> falling << 16 | rising << 8;
            case 1 -> falling << 8 | rising;
            default -> rising << 16 | falling;
        };
    }
}
