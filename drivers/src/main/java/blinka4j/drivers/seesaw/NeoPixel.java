// SPDX-License-Identifier: MIT
package blinka4j.drivers.seesaw;

import blinka4j.busio.BusHold;
import blinka4j.pixelbuf.PixelBuf;
import java.nio.ByteBuffer;

/** A strip of NeoPixels at a pin of a {@link Seesaw}. Colors and indexes are those of {@link PixelBuf}. */
public final class NeoPixel extends PixelBuf {
    public static final String RGB = "RGB";
    public static final String GRB = "GRB";
    public static final String RGBW = "RGBW";
    public static final String GRBW = "GRBW";

    private static final int MODULE = 0x0E;
    /** So many bytes of colors fit into a message of the boards. */
    private static final int PART = 22;

    private final Seesaw seesaw;
    /** Used with the bus locked. */
    private final ByteBuffer message =
            ByteBuffer.allocate(4 + PART).put(0, (byte) MODULE).put(1, (byte) 0x04);

    /** Pixels with three colors, in the order {@link #GRB}. Each change is shown at once. */
    public NeoPixel(Seesaw seesaw, int pin, int n) {
        this(seesaw, pin, n, 1, true, GRB);
    }

    /**
     * Nothing is shown yet.
     *
     * @param pin the pin of the strip, 0 to 63
     * @param n number of pixels. The firmware limits it: 60 bytes of colors or more
     * @param brightness 0 to 1
     * @param autoWrite true to show each change at once, false to show changes with {@code show()}
     * @param pixelOrder {@link #GRB}, {@link #GRBW} or another order
     */
    public NeoPixel(Seesaw seesaw, int pin, int n, double brightness, boolean autoWrite, String pixelOrder) {
        super(n, pixelOrder, brightness, autoWrite);
        Seesaw.requireRange("pin", pin, 0, 63);
        int bytes = n * bpp();
        Seesaw.requireRange("the number of bytes of the colors", bytes, 0, 0xFFFF);
        this.seesaw = seesaw;
        BusHold hold = seesaw.lock();
        try (hold) {
            seesaw.write8(MODULE, 0x01, pin);
            seesaw.write(MODULE, 0x03, new byte[] {(byte) (bytes >> 8), (byte) bytes});
        }
    }

    @Override
    protected void transmit(byte[] buffer) {
        BusHold hold = seesaw.lock();
        try (hold) {
            for (int at = 0; at < buffer.length; at += PART) {
                int count = Math.min(PART, buffer.length - at);
                message.putShort(2, (short) at).put(4, buffer, at, count);
                seesaw.send(message.array(), 4 + count);
            }
            seesaw.write(MODULE, 0x05);
        }
    }
}
