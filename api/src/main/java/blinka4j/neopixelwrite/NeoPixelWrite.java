// SPDX-License-Identifier: MIT
package blinka4j.neopixelwrite;

import blinka4j.busio.SPI;
import blinka4j.microcontroller.Pin;

/**
 * CircuitPython's {@code neopixel_write}, for a strip that is written once. To write it more often, keep a {@link NeoPixelOut} open.
 * The driver {@code NeoPixel} does that.
 */
public final class NeoPixelWrite {
    private NeoPixelWrite() {}

    /**
     * Writes the bytes of all pixels, in the order of the strip: green, red, blue for most of them.
     *
     * @param pin the MOSI pin of an SPI bus
     */
    public static void neopixelWrite(Pin pin, byte[] buffer) {
        try (NeoPixelOut out = new NeoPixelOut(pin)) {
            out.write(buffer);
        }
    }

    /** The same, for a strip on MOSI of a bus that is open. */
    public static void neopixelWrite(SPI spi, byte[] buffer) {
        try (NeoPixelOut out = new NeoPixelOut(spi)) {
            out.write(buffer);
        }
    }
}
