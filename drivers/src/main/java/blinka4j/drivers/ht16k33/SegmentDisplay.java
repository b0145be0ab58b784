// SPDX-License-Identifier: MIT
package blinka4j.drivers.ht16k33;

import blinka4j.busio.BusHold;
import blinka4j.busio.I2C;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Locale;

/**
 * What displays of characters have in common. The place of a character is counted from 0, which is left. Places outside cannot be set. A
 * character that the display cannot show is a gap.
 */
public abstract sealed class SegmentDisplay extends Display permits Seg14x4, SevenSegments {
    /** In seconds, for a marquee. */
    private static final double DELAY = 0.25;

    private static final int NOT_BEGUN = -2;

    private final int dot;
    private volatile int charsPerDisplay;
    /** Of {@link #nonBlockingMarquee}; used with the bus locked. */
    private Marquee marquee = new Marquee("");

    /** A text that moves, and where it is; used with the bus locked. */
    private static final class Marquee {
        private final String text;
        private int index = NOT_BEGUN;
        private long lastScroll;
        private boolean afterDot;

        Marquee(String text) {
            this.text = text;
        }
    }

    SegmentDisplay(I2C i2c, int[] addresses, boolean autoWrite, int dot) {
        super(i2c, addresses, autoWrite, 1);
        this.dot = dot;
        charsPerDisplay = 4;
    }

    /** The segments of a character in the image. */
    abstract int segments(int chip, int place);

    abstract void segments(int chip, int place, int bits);

    /** The segments of a character that is no dot; below 0 if there are none. */
    abstract int pattern(char character);

    abstract int mostChars();

    public int charsPerDisplay() {
        return charsPerDisplay;
    }

    /** @param count how many characters each chip has, 1 to 4, or to 8 with 14 segments. The first value is 4 */
    public void charsPerDisplay(int count) {
        if (count < 1 || count > mostChars()) {
            throw new IllegalArgumentException(
                    "charsPerDisplay cannot be %s: expected 1 to %s".formatted(count, mostChars()));
        }
        charsPerDisplay = count;
    }

    /** The number of characters of all chips. */
    final int chars() {
        return charsPerDisplay * chips();
    }

    private int raw(int index) {
        return segments(index / charsPerDisplay, index % charsPerDisplay);
    }

    final void raw(int index, int bits) {
        segments(index / charsPerDisplay, index % charsPerDisplay, bits);
    }

    /** Lights or darkens all segments. */
    public void fill(boolean color) {
        int bits = color ? 0xFF : 0;
        draw(() -> fillBytes(bits, bits));
    }

    /**
     * Moves the text to the left, and each character of {@code value} in from the right. A text that is shorter than the display leaves
     * the end of the old one: call {@code fill(false)} before. A dot joins the character before it. With 7 segments, a colon lights the
     * colon and a semicolon darkens it.
     */
    public void print(String value) {
        draw(() -> value.chars().forEach(each -> push((char) each)));
    }

    /** The same as {@link #print(String)}: {@code 'A'} is no number. */
    public void print(char value) {
        print(String.valueOf(value));
    }

    /**
     * Moves the number in from the right, as {@link #print(String)} does.
     *
     * @throws IllegalArgumentException if the number has more characters than the display
     */
    public void print(int value) {
        printNumber(Integer.toString(value), 0);
    }

    /** Prints the whole part. */
    public void print(double value) {
        print(value, 0);
    }

    /**
     * @param decimal how many decimals are shown, if the number has so many. The others are cut off
     * @throws IllegalArgumentException if the number has more characters than the display, or is not finite
     */
    public void print(double value, int decimal) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("%s cannot be printed: it is not a finite number".formatted(value));
        }
        printNumber(BigDecimal.valueOf(value).toPlainString(), decimal);
    }

    /** The same as {@link #print(int)}: a whole number has no decimals. */
    public void print(int value, int decimal) {
        print(value);
    }

    private void printNumber(String text, int decimal) {
        int point = text.indexOf('.');
        if (text.length() > chars() + (point < 0 ? 0 : 1)) {
            throw new IllegalArgumentException(
                    "%s is too long: the display has %s characters. Round it first.".formatted(text, chars()));
        }
        int most = decimal > 0 ? point + 1 + decimal : point;
        print(point < 0 ? text : text.substring(0, Math.min(most, text.length())));
    }

    /** Prints a number in hexadecimal, in capitals. */
    public void printHex(long value) {
        print(Long.toString(value, 16).toUpperCase(Locale.ROOT));
    }

    /** The same as {@link #print(String)}. */
    public void printHex(String value) {
        print(value);
    }

    /** @param character one character */
    public void set(int index, String character) {
        if (character.length() != 1) {
            throw new IllegalArgumentException("'%s' cannot be set: expected one character".formatted(character));
        }
        if (has(index)) {
            draw(() -> put(index, character.charAt(0)));
        }
    }

    private boolean has(int index) {
        return index >= 0 && index < chars();
    }

    /** Moves the text by a place to the left. */
    public void scroll() {
        scroll(1);
    }

    /** @param count places to the left; below 0 to the right. Places without a new character keep theirs */
    public void scroll(int count) {
        draw(() -> move(count));
    }

    private void move(int count) {
        int last = chars() - 1;
        for (int i = 0; i <= last; i++) {
            int to = count < 0 ? last - i : i;
            if (to + count >= 0 && to + count <= last) {
                raw(to, raw(to + count));
            }
        }
    }

    void push(char character) {
        int last = chars() - 1;
        if (character != '.' || (raw(last) & dot) != 0) {
            move(1);
            put(last, ' ');
        }
        put(last, character);
    }

    void put(int index, char character) {
        int bits = character == '.' ? raw(index) | dot : pattern(character);
        if (bits >= 0) {
            raw(index, bits);
        }
    }

    /** Lights single segments. */
    public void setDigitRaw(int index, int bitmask) {
        if (!has(index)) {
            throw new IllegalArgumentException("digit %s of %s: expected 0 to %s".formatted(index, this, chars() - 1));
        }
        draw(() -> raw(index, bitmask));
    }

    /** The same as {@link #nonBlockingMarquee(String, double, boolean, boolean)} without end and gap, every 0.25 s. */
    public boolean nonBlockingMarquee(String text) {
        return nonBlockingMarquee(text, DELAY);
    }

    public boolean nonBlockingMarquee(String text, double delay) {
        return nonBlockingMarquee(text, delay, true);
    }

    public boolean nonBlockingMarquee(String text, double delay, boolean loop) {
        return nonBlockingMarquee(text, delay, loop, false);
    }

    /**
     * Moves a text in from the right if it is time. To be called again and again.
     *
     * @param delay seconds for each character
     * @param loop true to begin again at the end
     * @param spaceBetween true for a gap between the end and the beginning
     * @return true if the text is at its end
     */
    public boolean nonBlockingMarquee(String text, double delay, boolean loop, boolean spaceBetween) {
        BusHold hold = lock();
        try (hold) {
            if (!text.equals(marquee.text)) {
                marquee = new Marquee(text);
            }
            return step(marquee, now(), nanos(delay), loop, spaceBetween);
        }
    }

    /** The same as {@link #marquee(String, double, boolean, boolean)} without end and gap, every 0.25 s. */
    public void marquee(String text) {
        marquee(text, DELAY);
    }

    public void marquee(String text, double delay) {
        marquee(text, delay, true);
    }

    public void marquee(String text, double delay, boolean loop) {
        marquee(text, delay, loop, false);
    }

    /**
     * Moves a text in from the right, as {@link #nonBlockingMarquee(String, double, boolean, boolean)}, until its end or for ever.
     *
     * @throws blinka4j.BusException of kind INTERRUPTED if the thread is interrupted
     */
    public void marquee(String text, double delay, boolean loop, boolean spaceBetween) {
        Marquee own = new Marquee(text);
        long now = 0;
        while (!step(own, now, nanos(delay), loop, spaceBetween)) {
            long wait = Math.max(0, own.lastScroll + nanos(delay) - now);
            // Also for 0, so that an interrupt ends it.
            sleep(Duration.ofNanos(wait));
            now += wait;
        }
    }

    private static long nanos(double delay) {
        if (!(delay >= 0 && delay < 1e6)) {
            throw new IllegalArgumentException("delay cannot be %s s: expected 0 or more".formatted(delay));
        }
        return Math.round(delay * 1e9);
    }

    private boolean step(Marquee of, long now, long delay, boolean loop, boolean spaceBetween) {
        BusHold hold = lock();
        try (hold) {
            if (of.index == NOT_BEGUN) {
                if (of.text.isEmpty()) {
                    throw new IllegalArgumentException("a marquee needs a text of at least one character");
                }
                fill(false);
                of.index = 0;
                of.lastScroll = now;
                print(of.text.substring(0, 1));
            } else if (now - of.lastScroll >= delay) {
                if (of.index + 1 < of.text.length()) {
                    char next = of.text.charAt(++of.index);
                    if (next != '.' || of.afterDot) {
                        of.lastScroll = now;
                    }
                    of.afterDot = next == '.';
                    print(String.valueOf(next));
                } else if (loop) {
                    of.index = -1;
                    if (spaceBetween) {
                        of.lastScroll = now;
                        print(" ");
                    }
                } else {
                    return true;
                }
            }
            return false;
        }
    }
}
