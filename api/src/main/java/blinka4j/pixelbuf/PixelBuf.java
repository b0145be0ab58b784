// SPDX-License-Identifier: MIT
package blinka4j.pixelbuf;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The colors of a strip of pixels. A driver of a strip extends this class and sends the bytes in {@link #transmit}.
 *
 * <p>A color is 0xRRGGBB, or red, green and blue, each 0 to 255. A fourth part is white, for pixels with a white LED ({@code W} in
 * the byte order), or the brightness of the pixel, for DotStars ({@code P}). Without it, a gray becomes white on pixels with a white
 * LED, and DotStars have full brightness. On other pixels the fourth part has no effect.
 *
 * <p>A negative index counts from the end. An index beyond the strip is an {@link IndexOutOfBoundsException}. A slice is {@code
 * start} to before {@code end} in steps, with Python's rules.
 *
 * <p>Threads may share a strip. A pixel that one thread sets while another shows the strip may be sent with parts of both colors;
 * the next {@link #show} sends it whole.
 *
 * <p>Source of the behaviour: CircuitPython's {@code adafruit_pixelbuf}.
 */
public abstract class PixelBuf {
    /** The first byte of a DotStar with full brightness. */
    public static final int DOTSTAR_LED_START_FULL_BRIGHT = 0xFF;
    /** Three ones, with which the first byte of a DotStar begins. */
    public static final int DOTSTAR_LED_START = 0b1110_0000;
    /** The bits of the first byte of a DotStar that are its brightness. */
    public static final int DOTSTAR_LED_BRIGHTNESS = 0b0001_1111;

    private static final int PART = 0xFF;
    private static final int COLOR = 0xFFFFFF;
    /** CircuitPython calculates with 256 steps of brightness. */
    private static final int FULL = 256;

    private final String letters;
    private final Byteorder order;
    private final int size;
    private final int first;
    /** The strip's bytes before they are adjusted for brightness. */
    private final byte[] colors;
    /** Header, adjusted bytes, trailer. */
    private final byte[] buffer;

    private double brightness;
    private int scale;
    private volatile boolean autoWrite;

    /**
     * A dark strip. Nothing is sent yet.
     *
     * @param size number of pixels
     * @param byteorder such as {@code GRB}, {@code GRBW}, or {@code PBGR} for DotStars
     * @param brightness as in {@link #brightness(double)}
     * @param autoWrite as in {@link #autoWrite(boolean)}
     */
    protected PixelBuf(int size, String byteorder, double brightness, boolean autoWrite) {
        this(size, byteorder, brightness, autoWrite, null, null);
    }

    /**
     * The same, with more bytes.
     *
     * @param header bytes to send before the pixels, or null
     * @param trailer bytes to send after them, or null
     */
    protected PixelBuf(
            int size,
            String byteorder,
            double brightness,
            boolean autoWrite,
            byte @Nullable [] header,
            byte @Nullable [] trailer) {
        order = Byteorder.parse(byteorder);
        letters = byteorder;
        this.size = size;
        first = header == null ? 0 : header.length;
        int last = trailer == null ? 0 : trailer.length;
        long most = (Integer.MAX_VALUE / 2 - (long) first - last) / order.bpp();
        if (size < 0 || size > most) {
            throw new IllegalArgumentException(
                    "a strip cannot have %s pixels. The number must be 0 to %s.".formatted(size, most));
        }
        colors = new byte[size * order.bpp()];
        buffer = new byte[first + colors.length + last];
        if (header != null) {
            System.arraycopy(header, 0, buffer, 0, first);
        }
        if (trailer != null) {
            System.arraycopy(trailer, 0, buffer, first + colors.length, last);
        }
        this.brightness = limited(brightness);
        scale = (int) (this.brightness * FULL);
        int dark = pack(0, 0, 0);
        for (int i = 0; i < size; i++) {
            put(i, dark);
        }
        this.autoWrite = autoWrite;
    }

    /**
     * Sends all bytes to the strip.
     *
     * @param buffer header, pixels, trailer: the strip's own array, which must not be changed or kept
     */
    protected abstract void transmit(byte[] buffer);

    /**
     * Checks an order of colors, and takes it apart.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static Byteorder parseByteorder(String byteorder) {
        return Byteorder.parse(byteorder);
    }

    /** Returns the order of the colors, such as {@code GRB}. */
    public String byteorder() {
        return letters;
    }

    /** Returns the bytes of a pixel, 3 or 4. */
    public int bpp() {
        return order.bpp();
    }

    /** Returns the number of pixels. */
    public int length() {
        return size;
    }

    /** Returns the brightness of the strip, 0 to 1. */
    public synchronized double brightness() {
        return brightness;
    }

    /**
     * Changes the brightness of all pixels. Their colors stay as they were set.
     *
     * @param brightness 0 to 1, in 256 steps. Other values are limited to this range. Colors are rounded down
     */
    public void brightness(double brightness) {
        double limited = limited(brightness);
        synchronized (this) {
            this.brightness = limited;
            int before = scale;
            scale = (int) (limited * FULL);
            if (scale == before) {
                return;
            }
            for (int i = 0; i < colors.length; i++) {
                // The brightness of a single DotStar stays.
                boolean isColor = !order.dotstarMode() || i % order.bpp() != order.white();
                buffer[first + i] = isColor ? scaled(colors[i]) : colors[i];
            }
        }
        changed();
    }

    private static double limited(double brightness) {
        if (Double.isNaN(brightness)) {
            throw new IllegalArgumentException("a strip cannot have the brightness NaN. It must be 0 to 1.");
        }
        return Math.min(Math.max(brightness, 0), 1);
    }

    /** Returns whether each change is shown at once. */
    public boolean autoWrite() {
        return autoWrite;
    }

    /** @param autoWrite true to show each change at once, false to show changes with {@link #show} */
    public void autoWrite(boolean autoWrite) {
        this.autoWrite = autoWrite;
    }

    /** Sends the colors to the strip. */
    public void show() {
        transmit(buffer);
    }

    private void changed() {
        if (autoWrite) {
            show();
        }
    }

    /** Gives all pixels a color. */
    public void fill(int color) {
        fillPacked(pack(color));
    }

    public void fill(int red, int green, int blue) {
        fillPacked(pack(red, green, blue));
    }

    /** @param white white or the brightness of each pixel, 0 to 255 */
    public void fill(int red, int green, int blue, int white) {
        fillPacked(pack(red, green, blue, white));
    }

    /** @param white white or the brightness of each pixel, 0.0 to 1.0 */
    public void fill(int red, int green, int blue, double white) {
        fillPacked(pack(red, green, blue, white(white)));
    }

    private void fillPacked(int color) {
        synchronized (this) {
            for (int i = 0; i < size; i++) {
                put(i, color);
            }
        }
        changed();
    }

    /** Gives a pixel a color. */
    public void set(int index, int color) {
        setPacked(index, pack(color));
    }

    public void set(int index, int red, int green, int blue) {
        setPacked(index, pack(red, green, blue));
    }

    /** @param white white or the brightness of the pixel, 0 to 255 */
    public void set(int index, int red, int green, int blue, int white) {
        setPacked(index, pack(red, green, blue, white));
    }

    /** @param white white or the brightness of the pixel, 0.0 to 1.0 */
    public void set(int index, int red, int green, int blue, double white) {
        setPacked(index, pack(red, green, blue, white(white)));
    }

    /** @param color red, green, blue, and perhaps the fourth part, as {@link #get(int)} returns them */
    public void set(int index, int[] color) {
        if (color.length != 3 && color.length != 4) {
            throw new IllegalArgumentException(
                    "a color cannot have %s parts. It must have 3 or 4: red, green, blue, white."
                            .formatted(color.length));
        }
        setPacked(
                index,
                color.length == 3 ? pack(color[0], color[1], color[2]) : pack(color[0], color[1], color[2], color[3]));
    }

    private void setPacked(int index, int color) {
        int place = place(index);
        synchronized (this) {
            put(place, color);
        }
        changed();
    }

    /**
     * Gives each pixel of a slice its color, and shows them together.
     *
     * @param step not 0; negative to go backwards
     * @param colors one for each pixel of the slice, as 0xRRGGBB; or only one, for all of them
     */
    public void set(int start, int end, int step, int[] colors) {
        int from = bound(start, step);
        int count = count(from, bound(end, step), step);
        if (colors.length != count && colors.length != 1) {
            throw new IllegalArgumentException(
                    "a slice of %s pixels cannot take %s colors. Pass %s colors, or one for all."
                            .formatted(count, colors.length, count));
        }
        for (int color : colors) {
            pack(color);
        }
        synchronized (this) {
            for (int i = 0; i < count; i++) {
                put(from + i * step, pack(colors[colors.length == 1 ? 0 : i]));
            }
        }
        changed();
    }

    /** Returns the color of a pixel, before it is adjusted for brightness: red, green, blue, and the fourth part if there is one. */
    public int[] get(int index) {
        return color(place(index));
    }

    /** Returns the colors of a slice. */
    public int[][] get(int start, int end, int step) {
        int from = bound(start, step);
        int[][] slice = new int[count(from, bound(end, step), step)][];
        Arrays.setAll(slice, i -> color(from + i * step));
        return slice;
    }

    private synchronized int[] color(int place) {
        int at = place * order.bpp();
        int red = colors[at + order.red()] & PART;
        int green = colors[at + order.green()] & PART;
        int blue = colors[at + order.blue()] & PART;
        if (order.bpp() == 3) {
            return new int[] {red, green, blue};
        }
        int white = colors[at + order.white()];
        return new int[] {
            red,
            green,
            blue,
            order.dotstarMode() ? (white & DOTSTAR_LED_BRIGHTNESS) * PART / DOTSTAR_LED_BRIGHTNESS : white & PART
        };
    }

    /** The bytes of a pixel; color is 0xWWRRGGBB. */
    private void put(int place, int color) {
        int at = place * order.bpp();
        if (order.bpp() == 4) {
            int white = color >>> 24;
            // 8 bits of brightness become 5.
            byte fourth = (byte) (order.dotstarMode() ? DOTSTAR_LED_START | white >> 3 : white);
            colors[at + order.white()] = fourth;
            buffer[first + at + order.white()] = order.dotstarMode() ? fourth : scaled(fourth);
        }
        part(at + order.red(), color >> 16);
        part(at + order.green(), color >> 8);
        part(at + order.blue(), color);
    }

    private void part(int at, int value) {
        colors[at] = (byte) value;
        buffer[first + at] = scaled((byte) value);
    }

    private byte scaled(byte value) {
        return (byte) ((value & PART) * scale / FULL);
    }

    private int pack(int color) {
        if (color < 0 || color > COLOR) {
            throw new IllegalArgumentException(
                    "0x%x is not a color. It must be 0 to 0xffffff. Pass color & 0xffffff if it has an alpha channel."
                            .formatted(color));
        }
        return pack(color >> 16, color >> 8 & PART, color & PART);
    }

    private int pack(int red, int green, int blue) {
        int color = pack(red, green, blue, order.dotstarMode() ? PART : 0);
        return order.hasWhite() && red == green && green == blue ? red << 24 : color;
    }

    private static int pack(int red, int green, int blue, int white) {
        if ((red | green | blue | white) >>> 8 != 0) {
            throw new IllegalArgumentException(
                    "(%s, %s, %s, %s) is not a color. Each part must be 0 to 255.".formatted(red, green, blue, white));
        }
        return white << 24 | red << 16 | green << 8 | blue;
    }

    private static int white(double white) {
        if (!(white >= 0 && white <= 1)) {
            throw new IllegalArgumentException(
                    "a pixel cannot have %s as its fourth part. It must be 0.0 to 1.0, or a whole number, 0 to 255."
                            .formatted(white));
        }
        return (int) (PART * white);
    }

    private int place(int index) {
        if (index < -size || index >= size) {
            throw new IndexOutOfBoundsException("the strip has no pixel %s. It has %s.".formatted(index, size));
        }
        return index < 0 ? index + size : index;
    }

    /** One end of a slice, as Python has it. */
    private int bound(int index, int step) {
        int lowest = step < 0 ? -1 : 0;
        return index < 0 ? Math.max(index + size, lowest) : Math.min(index, lowest + size);
    }

    private static int count(int start, int end, int step) {
        if (step == 0) {
            throw new IllegalArgumentException("a slice cannot have the step 0. Pass 1, or another step.");
        }
        long distance = (long) end - start;
        return (int) Math.max(0, (distance + step - Integer.signum(step)) / step);
    }

    /** All colors: {@code [[255, 0, 0], [0, 0, 0]]}. */
    @Override
    public String toString() {
        return Arrays.deepToString(get(0, size, 1));
    }
}
