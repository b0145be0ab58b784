// SPDX-License-Identifier: MIT
package blinka4j.drivers.ht16k33;

import blinka4j.busio.I2C;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Four digits of seven segments and a colon. */
public final class Seg7x4 extends SevenSegments {
    public Seg7x4(I2C i2c) {
        this(i2c, DEFAULT_ADDRESS);
    }

    public Seg7x4(I2C i2c, int address) {
        this(i2c, new int[] {address});
    }

    /**
     * @param charDict the segments of characters that are shown in another way; may be null
     * @param charsPerDisplay how many digits the display has, 1 to 4
     */
    public Seg7x4(
            I2C i2c, int address, boolean autoWrite, @Nullable Map<Character, Integer> charDict, int charsPerDisplay) {
        super(i2c, new int[] {address}, autoWrite, charDict);
        charsPerDisplay(charsPerDisplay);
    }

    /** For several displays side by side. The colon is that of the first. */
    public Seg7x4(I2C i2c, int... addresses) {
        super(i2c, addresses, true, Map.of());
    }

    /** True if the colon is lit. */
    public boolean colon() {
        return indicator(0x02);
    }

    public void colon(boolean on) {
        indicator(0x02, on);
    }
}
