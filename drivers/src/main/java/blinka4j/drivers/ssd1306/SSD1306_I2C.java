// SPDX-License-Identifier: MIT
package blinka4j.drivers.ssd1306;

import blinka4j.busdevice.DisplayBus;
import blinka4j.busio.I2C;
import blinka4j.digitalio.DigitalInOut;
import org.jspecify.annotations.Nullable;

/**
 * Solomon Systech SSD1306 on I2C: an OLED display with up to 128 × 64 pixels.
 *
 * <p><a href="https://cdn-shop.adafruit.com/datasheets/SSD1306.pdf">Data sheet</a>; port of <a
 * href="https://github.com/adafruit/Adafruit_CircuitPython_SSD1306">Adafruit_CircuitPython_SSD1306</a>.
 */
public final class SSD1306_I2C extends SSD1306 {
    /** With SA0 low. Then the pin D/C, which is SA0, selects 0x3D. */
    public static final int DEFAULT_ADDRESS = 0x3C;

    public SSD1306_I2C(int width, int height, I2C i2c) {
        this(width, height, i2c, DEFAULT_ADDRESS);
    }

    public SSD1306_I2C(int width, int height, I2C i2c, int address) {
        this(width, height, i2c, address, false, null, false);
    }

    /**
     * @param width in pixels, 8 to 128
     * @param height in pixels, 16 to 64, a multiple of 8
     * @param externalVcc true if the display has another supply than the chip's charge pump
     * @param reset the pin that is wired to RES#, or null
     * @param pageAddressing true for displays that do not know horizontal addressing
     * @throws blinka4j.DeviceNotFoundException if nothing answers at {@code address}
     */
    public SSD1306_I2C(
            int width,
            int height,
            I2C i2c,
            int address,
            boolean externalVcc,
            @Nullable DigitalInOut reset,
            boolean pageAddressing) {
        super(width, height, externalVcc, reset, pageAddressing, () -> new DisplayBus(i2c, address));
    }
}
