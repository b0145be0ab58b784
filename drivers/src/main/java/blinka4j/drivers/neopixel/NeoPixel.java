// SPDX-License-Identifier: MIT
package blinka4j.drivers.neopixel;

import blinka4j.microcontroller.Pin;
import blinka4j.neopixelwrite.NeoPixelOut;
import blinka4j.pixelbuf.PixelBuf;

/**
 * A strip of NeoPixels: WS2812B, SK6812 and others. The pin is MOSI of an SPI bus, such as {@code Board.D10} on a Raspberry Pi; see
 * {@link NeoPixelOut}. Colors and indexes are those of {@link PixelBuf}.
 *
 * <pre>{@code
 * try (var pixels = new NeoPixel(Board.D10, 30)) {
 *     pixels.fill(0xFF0000);
 *     pixels.set(0, 0, 0, 255);
 * }
 * }</pre>
 *
 * <p><a href="https://cdn-shop.adafruit.com/datasheets/WS2812B.pdf">Data sheet</a>; port of <a
 * href="https://github.com/adafruit/Adafruit_CircuitPython_NeoPixel">Adafruit_CircuitPython_NeoPixel</a>.
 */
public final class NeoPixel extends PixelBuf implements AutoCloseable {
    public static final String RGB = "RGB";
    public static final String GRB = "GRB";
    public static final String BGR = "BGR";
    public static final String RGBW = "RGBW";
    public static final String GRBW = "GRBW";

    private final NeoPixelOut out;

    /** Pixels with three colors, in the order {@link #GRB}. Each change is shown at once. */
    public NeoPixel(Pin pin, int n) {
        this(pin, n, 1, true, GRB);
    }

    /**
     * @param n number of pixels
     * @param brightness 0 to 1
     * @param autoWrite true to show each change at once, false to show changes with {@code show()}
     * @param pixelOrder {@link #GRB}, {@link #GRBW} or another order
     * @throws blinka4j.PinException if the pin is no MOSI pin, or is in use
     * @throws blinka4j.NotAvailableException if the bus is not switched on, has no clock that suits the strip, or cannot send so
     *     many pixels at once; the message says what to do
     */
    public NeoPixel(Pin pin, int n, double brightness, boolean autoWrite, String pixelOrder) {
        super(n, pixelOrder, brightness, autoWrite);
        out = ready(new NeoPixelOut(pin), n * bpp());
    }

    /** The same, at an output that is open. Closing the strip closes the output. */
    public NeoPixel(NeoPixelOut out, int n, double brightness, boolean autoWrite, String pixelOrder) {
        super(n, pixelOrder, brightness, autoWrite);
        this.out = ready(out, n * bpp());
    }

    private static NeoPixelOut ready(NeoPixelOut out, int bytes) {
        try {
            out.reserve(bytes);
            return out;
        } catch (RuntimeException | Error e) {
            try (out) {
                throw e;
            }
        }
    }

    /** Returns the number of pixels. */
    public int n() {
        return length();
    }

    /** The same as {@code show()}, which CircuitPython prefers. */
    public void write() {
        show();
    }

    @Override
    protected void transmit(byte[] buffer) {
        out.write(buffer);
    }

    /** Switches all pixels off, and frees the pin. Closing again does nothing. */
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
