// SPDX-License-Identifier: MIT
package blinka4j.drivers.sh1106;

import blinka4j.busdevice.DisplayBus;
import blinka4j.busio.I2C;
import blinka4j.digitalio.DigitalInOut;
import org.jspecify.annotations.Nullable;

/**
 * Sino Wealth SH1106 on I2C: an OLED display with up to 132 × 64 pixels.
 *
 * <p><a href="https://cdn.velleman.eu/downloads/29/infosheets/sh1106_datasheet.pdf">Data sheet</a>; port of <a
 * href="https://github.com/adafruit/Adafruit_CircuitPython_DisplayIO_SH1106">Adafruit_CircuitPython_DisplayIO_SH1106</a>, with the
 * methods of the SSD1306.
 */
public final class SH1106_I2C extends SH1106 {
    /** With SA0 low. High selects 0x3D. */
    public static final int DEFAULT_ADDRESS = 0x3C;

    public SH1106_I2C(int width, int height, I2C i2c) {
        this(width, height, i2c, DEFAULT_ADDRESS);
    }

    public SH1106_I2C(int width, int height, I2C i2c, int address) {
        this(width, height, i2c, address, false, null, middle(width));
    }

    /**
     * @param width in pixels, 8 to 132
     * @param height in pixels, 16 to 64, a multiple of 8
     * @param externalVcc true if the display has another supply than the chip's charge pump
     * @param reset the pin that is wired to RES, or null
     * @param columnOffset the column of the memory that is on the left, 2 for most displays of 128 pixels
     * @throws blinka4j.DeviceNotFoundException if nothing answers at {@code address}
     */
    public SH1106_I2C(
            int width,
            int height,
            I2C i2c,
            int address,
            boolean externalVcc,
            @Nullable DigitalInOut reset,
            int columnOffset) {
        super(width, height, externalVcc, reset, columnOffset, () -> new DisplayBus(i2c, address));
    }
}
