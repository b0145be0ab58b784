// SPDX-License-Identifier: MIT
package blinka4j.drivers.sh1106;

import blinka4j.busdevice.DisplayBus;
import blinka4j.busdevice.SPIDevice;
import blinka4j.busio.SPI;
import blinka4j.digitalio.DigitalInOut;
import blinka4j.microcontroller.Pin;
import org.jspecify.annotations.Nullable;

/**
 * Sino Wealth SH1106 on SPI, with a pin D/C: an OLED display with up to 132 × 64 pixels. Whether one is there cannot be checked.
 *
 * <p><a href="https://cdn.velleman.eu/downloads/29/infosheets/sh1106_datasheet.pdf">Data sheet</a>; port of <a
 * href="https://github.com/adafruit/Adafruit_CircuitPython_DisplayIO_SH1106">Adafruit_CircuitPython_DisplayIO_SH1106</a>, with the
 * methods of the SSD1306.
 */
public final class SH1106_SPI extends SH1106 {
    private static final int BAUDRATE = 1_000_000;

    /** At 1 MHz. */
    public SH1106_SPI(
            int width, int height, SPI spi, DigitalInOut dc, @Nullable DigitalInOut reset, DigitalInOut chipSelect) {
        this(width, height, spi, dc, reset, chipSelect, false, BAUDRATE, 0, 0, middle(width));
    }

    /** At 1 MHz, with a chip select that the controller drives. */
    public SH1106_SPI(int width, int height, SPI spi, DigitalInOut dc, @Nullable DigitalInOut reset, Pin chipSelect) {
        super(
                width,
                height,
                false,
                reset,
                middle(width),
                () -> new DisplayBus(new SPIDevice(spi, chipSelect, BAUDRATE, 0, 0), dc));
    }

    /**
     * @param width in pixels, 8 to 132
     * @param height in pixels, 16 to 64, a multiple of 8
     * @param dc the pin that is wired to A0, also called D/C
     * @param reset the pin that is wired to RES, or null
     * @param externalVcc true if the display has another supply than the chip's charge pump
     * @param baudrate in Hz
     * @param columnOffset the column of the memory that is on the left, 2 for most displays of 128 pixels
     */
    public SH1106_SPI(
            int width,
            int height,
            SPI spi,
            DigitalInOut dc,
            @Nullable DigitalInOut reset,
            DigitalInOut chipSelect,
            boolean externalVcc,
            int baudrate,
            int polarity,
            int phase,
            int columnOffset) {
        super(
                width,
                height,
                externalVcc,
                reset,
                columnOffset,
                () -> new DisplayBus(new SPIDevice(spi, chipSelect, baudrate, polarity, phase), dc));
    }
}
