// SPDX-License-Identifier: MIT
package blinka4j.drivers.ht16k33;

import blinka4j.busio.I2C;

/**
 * Holtek HT16K33: drives up to 16 × 8 LEDs in 16 steps of brightness, blinking at 0.5, 1 or 2 Hz. This class has no form: there are
 * others for matrices, digits and bars.
 *
 * <p><a href="https://cdn-shop.adafruit.com/datasheets/ht16K33v110.pdf">Data sheet</a>; port of <a
 * href="https://github.com/adafruit/Adafruit_CircuitPython_HT16K33">Adafruit_CircuitPython_HT16K33</a>.
 *
 * <p>The chip has no id. A constructor switches it on, with all LEDs dark if each change is shown at once. It throws
 * {@link blinka4j.DeviceNotFoundException} if nothing answers.
 *
 * <p>After its power failed the chip is dark. It does not report that, so the driver does not notice: make a new object.
 */
public final class HT16K33 extends Display {
    public HT16K33(I2C i2c) {
        this(i2c, DEFAULT_ADDRESS);
    }

    public HT16K33(I2C i2c, int address) {
        this(i2c, address, true, 1);
    }

    /** @param autoWrite true to show each change at once */
    public HT16K33(I2C i2c, int address, boolean autoWrite, double brightness) {
        super(i2c, new int[] {address}, autoWrite, brightness);
    }

    /** For several chips. */
    public HT16K33(I2C i2c, int... addresses) {
        super(i2c, addresses, true, 1);
    }

    /** Lights or darkens all LEDs. */
    public void fill(boolean color) {
        int bits = color ? 0xFF : 0;
        draw(() -> fillBytes(bits, bits));
    }
}
