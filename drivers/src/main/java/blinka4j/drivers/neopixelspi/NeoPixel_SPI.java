// SPDX-License-Identifier: MIT
package blinka4j.drivers.neopixelspi;

import blinka4j.busio.SPI;
import blinka4j.neopixelwrite.NeoPixelOut;
import blinka4j.pixelbuf.PixelBuf;

/**
 * A strip of NeoPixels on MOSI of an SPI bus that is open, with one byte of the bus for each bit of a color. {@code NeoPixel} needs
 * fewer bytes, and so has longer strips. Colors and indexes are those of {@link PixelBuf}.
 *
 * <p><a href="https://cdn-shop.adafruit.com/datasheets/WS2812B.pdf">Data sheet</a>; port of <a
 * href="https://github.com/adafruit/Adafruit_CircuitPython_NeoPixel_SPI">Adafruit_CircuitPython_NeoPixel_SPI</a>.
 */
public final class NeoPixel_SPI extends PixelBuf implements AutoCloseable {
    public static final String RGB = "RGB";
    public static final String GRB = "GRB";
    public static final String RGBW = "RGBW";
    public static final String GRBW = "GRBW";

    private final NeoPixelOut out;

    /** Pixels with three colors, in the order {@link #GRB}, for data at 800 kHz. Each change is shown at once. */
    public NeoPixel_SPI(SPI spi, int n) {
        this(spi, n, 1, true, GRB);
    }

    /**
     * For data at 800 kHz.
     *
     * @param n number of pixels
     * @param brightness 0 to 1
     * @param autoWrite true to show each change at once, false to show changes with {@code show()}
     * @param pixelOrder {@link #GRB}, {@link #GRBW} or another order
     */
    public NeoPixel_SPI(SPI spi, int n, double brightness, boolean autoWrite, String pixelOrder) {
        this(spi, n, brightness, autoWrite, pixelOrder, 6_400_000, 80e-6, 0b1100_0000, 0b1111_0000);
    }

    /**
     * @param frequency of the bus in Hz, 8 times that of the strip
     * @param resetTime how long the wire is low before and after the colors, in seconds
     * @param bit0 the byte of the bus for a 0
     * @param bit1 the byte of the bus for a 1
     * @throws blinka4j.NotAvailableException if the bus is more than 10 % slower, or cannot send so many pixels at once; the message
     *     says what to do
     */
    public NeoPixel_SPI(
            SPI spi,
            int n,
            double brightness,
            boolean autoWrite,
            String pixelOrder,
            int frequency,
            double resetTime,
            int bit0,
            int bit1) {
        super(n, pixelOrder, brightness, autoWrite);
        out = new NeoPixelOut(spi, frequency, resetTime, bit0, bit1);
        out.reserve(n * bpp());
    }

    /** Returns the number of pixels. */
    public int n() {
        return length();
    }

    @Override
    protected void transmit(byte[] buffer) {
        out.write(buffer);
    }

    /** Switches all pixels off. The bus stays open. Closing again does nothing. */
    @Override
    public void close() {
        if (!out.isClosed()) {
            try (out) {
                autoWrite(false);
                fill(0);
                show();
            }
        }
    }
}
