// SPDX-License-Identifier: MIT
package blinka4j.drivers.ht16k33;

/** The colons of a display. */
public final class Colon {
    private static final int[] MASKS = {0x02, 0x0C};

    private final SevenSegments display;
    private final int count;

    /** @param numOfColons 1 or 2 */
    public Colon(SevenSegments disp, int numOfColons) {
        if (numOfColons < 1 || numOfColons > MASKS.length) {
            throw new IllegalArgumentException("%s colons: expected 1 or 2".formatted(numOfColons));
        }
        display = disp;
        count = numOfColons;
    }

    /** True if a dot of the colon is lit. */
    public boolean get(int key) {
        return display.indicator(mask(key));
    }

    public void set(int key, boolean on) {
        display.indicator(mask(key), on);
    }

    private int mask(int key) {
        if (key < 0 || key >= count) {
            throw new IllegalArgumentException("colon %s of %s: expected 0 to %s".formatted(key, display, count - 1));
        }
        return MASKS[key];
    }
}
