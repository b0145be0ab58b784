// SPDX-License-Identifier: MIT
package blinka4j.framebuf;

/** How the pixels of a {@link FrameBuffer} lie in its array, and what a color is. */
public enum Format {
    /** One bit for a pixel, 8 rows in a byte, lowest bit on top: SSD1306, SH1106. A color is 0 for dark, any other number for lit. */
    MVLSB(1),
    /** 16 bits for a pixel, lower byte first. A color is 0xRRGGBB; the lowest bits are lost. */
    RGB565(2),
    /** One bit for a pixel, 8 columns in a byte, highest bit on the left. A row begins with a byte. Colors as of {@link #MVLSB}. */
    MHMSB(1),
    /** 3 bytes for a pixel: red, green, blue. A color is 0xRRGGBB. */
    RGB888(3),
    /** Two bits for a pixel, 4 columns in a byte, lowest bits on the left. A row begins with a byte. A color is 0 to 3. */
    GS2_HMSB(1);

    /** Bytes that hold a pixel. */
    final int bytes;

    Format(int bytes) {
        this.bytes = bytes;
    }

    /** The index of the first byte that holds a pixel. */
    long index(long stride, int x, int y) {
        return switch (this) {
            case MVLSB -> (y >> 3) * stride + x;
            case MHMSB -> y * ((stride + 7) >> 3) + (x >> 3);
            case GS2_HMSB -> y * ((stride + 3) >> 2) + (x >> 2);
            case RGB565, RGB888 -> bytes * (y * stride + x);
        };
    }

    int get(byte[] buf, int stride, int x, int y) {
        int at = (int) index(stride, x, y);
        int first = buf[at] & 0xff;
        return switch (this) {
            case MVLSB -> first >> (y & 7) & 1;
            case MHMSB -> first >> (7 - (x & 7)) & 1;
            case GS2_HMSB -> first >> (2 * (x & 3)) & 3;
            case RGB565 ->
                (buf[at + 1] & 0xf8) << 16 | (buf[at + 1] & 0x07) << 13 | (first & 0xe0) << 5 | (first & 0x1f) << 3;
            case RGB888 -> first << 16 | (buf[at + 1] & 0xff) << 8 | (buf[at + 2] & 0xff);
        };
    }

    void set(byte[] buf, int stride, int x, int y, int color) {
        int at = (int) index(stride, x, y);
        switch (this) {
            case MVLSB -> bits(buf, at, 1 << (y & 7), color == 0 ? 0 : 0xff);
            case MHMSB -> bits(buf, at, 0x80 >> (x & 7), color == 0 ? 0 : 0xff);
            case GS2_HMSB -> bits(buf, at, 3 << (2 * (x & 3)), 0x55 * (color & 3));
            case RGB565 -> {
                buf[at] = (byte) ((color >> 5 & 0xe0) | (color >> 3 & 0x1f));
                buf[at + 1] = (byte) ((color >> 16 & 0xf8) | (color >> 13 & 0x07));
            }
            case RGB888 -> {
                buf[at] = (byte) (color >> 16);
                buf[at + 1] = (byte) (color >> 8);
                buf[at + 2] = (byte) color;
            }
        }
    }

    private static void bits(byte[] buf, int at, int mask, int value) {
        buf[at] = (byte) ((buf[at] & ~mask) | (value & mask));
    }

    /** The color of this format that is nearest to one of 24 bits. */
    int of(int rgb) {
        // Of ITU-R BT.601, in thousandths.
        int brightness = (299 * (rgb >> 16 & 0xff) + 587 * (rgb >> 8 & 0xff) + 114 * (rgb & 0xff)) / 1000;
        return switch (this) {
            case MVLSB, MHMSB -> brightness >> 7;
            case GS2_HMSB -> brightness >> 6;
            case RGB565, RGB888 -> rgb;
        };
    }
}
