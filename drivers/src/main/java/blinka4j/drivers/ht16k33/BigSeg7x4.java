// SPDX-License-Identifier: MIT
package blinka4j.drivers.ht16k33;

import blinka4j.busio.I2C;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Four large digits of seven segments, two colons and a dot at the top right. */
public final class BigSeg7x4 extends SevenSegments {
    public BigSeg7x4(I2C i2c) {
        this(i2c, DEFAULT_ADDRESS);
    }

    public BigSeg7x4(I2C i2c, int address) {
        this(i2c, new int[] {address});
    }

    /** @param charDict the segments of characters that are shown in another way; may be null */
    public BigSeg7x4(I2C i2c, int address, boolean autoWrite, @Nullable Map<Character, Integer> charDict) {
        super(i2c, new int[] {address}, autoWrite, charDict);
    }

    /** For several displays side by side. Colons and dots are those of the first. */
    public BigSeg7x4(I2C i2c, int... addresses) {
        super(i2c, addresses, true, Map.of());
    }

    /** The colon in the middle, 0, and the one at the left, 1. */
    public Colon colons() {
        return new Colon(this, 2);
    }

    public boolean topLeftDot() {
        return indicator(0x04);
    }

    public void topLeftDot(boolean on) {
        indicator(0x04, on);
    }

    public boolean bottomLeftDot() {
        return indicator(0x08);
    }

    public void bottomLeftDot(boolean on) {
        indicator(0x08, on);
    }

    /** The dot at the top right. */
    public boolean ampm() {
        return indicator(0x10);
    }

    public void ampm(boolean on) {
        indicator(0x10, on);
    }
}
