// SPDX-License-Identifier: MIT
package blinka4j.drivers.ssd1306;

import blinka4j.busdevice.DisplayBus;
import blinka4j.busdevice.SPIDevice;
import blinka4j.busio.SPI;
import blinka4j.digitalio.DigitalInOut;
import blinka4j.microcontroller.Pin;
import org.jspecify.annotations.Nullable;

/**
 * Solomon Systech SSD1306 on SPI, with a pin D/C: an OLED display with up to 128 × 64 pixels. Whether one is there cannot be checked.
 *
 * <p><a href="https://cdn-shop.adafruit.com/datasheets/SSD1306.pdf">Data sheet</a>; port of <a
 * href="https://github.com/adafruit/Adafruit_CircuitPython_SSD1306">Adafruit_CircuitPython_SSD1306</a>.
 */
public final class SSD1306_SPI extends SSD1306 {
    private static final int BAUDRATE = 8_000_000;

    /** At 8 MHz. */
    public SSD1306_SPI(
            int width, int height, SPI spi, DigitalInOut dc, @Nullable DigitalInOut reset, DigitalInOut chipSelect) {
        this(width, height, spi, dc, reset, chipSelect, false, BAUDRATE, 0, 0);
    }

    /** At 8 MHz, with a chip select that the controller drives. */
    public SSD1306_SPI(int width, int height, SPI spi, DigitalInOut dc, @Nullable DigitalInOut reset, Pin chipSelect) {
        super(
                width,
                height,
                false,
                reset,
                false,
                () -> new DisplayBus(new SPIDevice(spi, chipSelect, BAUDRATE, 0, 0), dc));
    }

    /**
     * @param width in pixels, 8 to 128
     * @param height in pixels, 16 to 64, a multiple of 8
     * @param dc the pin that is wired to D/C
     * @param reset the pin that is wired to RES#, or null
     * @param externalVcc true if the display has another supply than the chip's charge pump
     * @param baudrate in Hz, at most 10 MHz
     */
    public SSD1306_SPI(
            int width,
            int height,
            SPI spi,
            DigitalInOut dc,
            @Nullable DigitalInOut reset,
            DigitalInOut chipSelect,
            boolean externalVcc,
            int baudrate,
            int polarity,
            int phase) {
        super(
                width,
                height,
                externalVcc,
                reset,
                false,
                () -> new DisplayBus(new SPIDevice(spi, chipSelect, baudrate, polarity, phase), dc));
    }
}
