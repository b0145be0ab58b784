// SPDX-License-Identifier: MIT
package blinka4j.drivers.tm1637;

import blinka4j.BusException;
import blinka4j.BusException.Kind;
import blinka4j.digitalio.DigitalInOut;
import blinka4j.digitalio.Pull;
import blinka4j.microcontroller.Pin;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * Titan Micro TM1637: a display of up to 6 digits with 7 segments. Its pins have pull-up resistors to its supply: connect that to 3.3 V.
 * Safe to share between threads.
 *
 * <p><a href="https://www.mcielectronics.cl/website_MCI/static/documents/Datasheet_TM1637.pdf">Data sheet</a>; port of <a
 * href="https://github.com/Neradoc/CircuitPython_tm1637_display">CircuitPython_tm1637_display</a>.
 *
 * <p>Each method can fail with a {@link BusException} of kind NO_ACKNOWLEDGE if the chip does not answer. The display then may show a part
 * of what was set. {@link #show} shows it all.
 */
public final class TM1637Display implements AutoCloseable {
    private static final long HALF_NANOS = 5_000;
    private static final int MOST_DIGITS = 6;
    private static final int BRIGHTEST = 7;
    private static final int DOT = 0x80;
    private static final int WRITE = 0x40;
    private static final int FIRST_DIGIT = 0xC0;
    private static final int CONTROL = 0x80;
    private static final int ON = 0x08;

    /** Bit 0 is the segment on top, then clockwise, bit 6 the one in the middle. K, M, W, X and Z cannot be shown. */
    private static final String LETTERS = " -0123456789abcdefghijlnopqrstuvy";

    private static final int[] SEGMENTS = {
        0x00, 0x40, 0x3F, 0x06, 0x5B, 0x4F, 0x66, 0x6D, 0x7D, 0x07, 0x7F, 0x6F, // to 9
        0x77, 0x7C, 0x39, 0x5E, 0x79, 0x71, 0x3D, 0x76, 0x30, 0x0E, 0x38, 0x54, // to n
        0x3F, 0x73, 0x67, 0x50, 0x6D, 0x78, 0x3E, 0x1C, 0x6E
    };

    private final int[] order;
    private final int[] digits;
    private final DigitalInOut clock;
    private final DigitalInOut data;
    private int brightness = BRIGHTEST;
    private boolean power = true;
    private boolean autoWrite = true;
    private int rotation;

    /** A display of 4 digits. */
    public TM1637Display(Pin clock, Pin data) {
        this(clock, data, 4);
    }

    /** @param length the number of digits, 1 to 6 */
    public TM1637Display(Pin clock, Pin data, int length) {
        this(
                clock,
                data,
                IntStream.range(0, Math.max(0, Math.min(length, MOST_DIGITS + 1)))
                        .boxed()
                        .toList());
    }

    /**
     * Switches the display on, without text.
     *
     * @param digitOrder the digits of the chip, 0 to 5, from left to right. Many displays of 6 digits have 2, 1, 0, 5, 4, 3
     * @throws blinka4j.PinException if a pin is in use
     * @throws BusException of kind NO_ACKNOWLEDGE if no chip answers
     */
    public TM1637Display(Pin clock, Pin data, List<Integer> digitOrder) {
        order = digitOrder.stream().mapToInt(Integer::intValue).toArray();
        digits = new int[order.length];
        int[] sorted = digitOrder.stream()
                .mapToInt(Integer::intValue)
                .sorted()
                .distinct()
                .toArray();
        if (order.length < 1
                || sorted.length < order.length
                || sorted[0] < 0
                || sorted[sorted.length - 1] >= MOST_DIGITS) {
            throw new IllegalArgumentException(
                    "the digits %s are not possible. Pass 1 to 6 different ones from 0 to 5.".formatted(digitOrder));
        }
        this.clock = new DigitalInOut(clock);
        try {
            this.data = new DigitalInOut(data);
        } catch (RuntimeException | Error e) {
            try (this.clock) {
                throw e;
            }
        }
        try {
            release(this.data);
            release(this.clock);
            show();
        } catch (RuntimeException | Error e) {
            try (this.clock;
                    this.data) {
                throw e;
            }
        }
    }

    /** 0 to 7. */
    public synchronized int brightness() {
        return brightness;
    }

    /** @param brightness 0 to 7, for pulses of 1/16 to 14/16 */
    public synchronized void brightness(int brightness) {
        if (brightness < 0 || brightness > BRIGHTEST) {
            throw new IllegalArgumentException("brightness cannot be %s: expected 0 to 7".formatted(brightness));
        }
        this.brightness = brightness;
        written();
    }

    /** True if the display is on. */
    public synchronized boolean power() {
        return power;
    }

    /** Switches the display on or off. It keeps its text. */
    public synchronized void power(boolean power) {
        this.power = power;
        written();
    }

    /** 0 or 180. */
    public synchronized int rotation() {
        return rotation;
    }

    /** @param rotation in degrees, 0 or 180 */
    public synchronized void rotation(int rotation) {
        if (rotation != 0 && rotation != 180) {
            throw new IllegalArgumentException("rotation cannot be %s: expected 0 or 180".formatted(rotation));
        }
        this.rotation = rotation;
        written();
    }

    /** True, as at first, if each method shows its changes. */
    public synchronized boolean autoWrite() {
        return autoWrite;
    }

    /** @param autoWrite false if the program calls {@link #show} */
    public synchronized void autoWrite(boolean autoWrite) {
        this.autoWrite = autoWrite;
    }

    /** Sets the segments of all digits from the left: bit 0 to 6 for A to G, bit 7 for the dot or colon. Missing ones are dark. */
    public synchronized void setSegments(int... segments) {
        if (segments.length > digits.length) {
            throw tooLong(segments.length + " digits");
        }
        for (int i = 0; i < digits.length; i++) {
            digits[i] = i < segments.length ? segments[i] & 0xFF : 0;
        }
        written();
    }

    /** Darkens all segments. */
    public void clear() {
        setSegments();
    }

    /** Lights or darkens the dot or colon of each digit. */
    public synchronized void showDots(boolean... dots) {
        if (dots.length != digits.length) {
            throw new IllegalArgumentException(
                    "%s dots for %s digits: expected one each".formatted(dots.length, digits.length));
        }
        for (int i = 0; i < dots.length; i++) {
            digits[i] = dots[i] ? digits[i] | DOT : digits[i] & ~DOT;
        }
        written();
    }

    /**
     * Shows a text at the right. A dot joins the character before it.
     *
     * @throws IllegalArgumentException if it is too long, or has a character that 7 segments cannot show; nothing changes then
     */
    public synchronized void print(String value) {
        int[] shown = new int[value.length()];
        int count = 0;
        for (int i = 0; i < shown.length; i++) {
            char letter = value.charAt(i);
            if (letter == '.' && count > 0 && (shown[count - 1] & DOT) == 0) {
                shown[count - 1] |= DOT;
            } else {
                int at = LETTERS.indexOf(Character.toLowerCase(letter));
                if (at < 0 && letter != '.') {
                    throw new IllegalArgumentException("'%s' of \"%s\" has no form in 7 segments. These have: %s"
                            .formatted(letter, value, LETTERS));
                }
                shown[count++] = letter == '.' ? DOT : SEGMENTS[at];
            }
        }
        if (count > digits.length) {
            throw tooLong('"' + value + '"');
        }
        for (int i = 0; i < digits.length; i++) {
            int from = i - digits.length + count;
            digits[i] = from < 0 ? 0 : shown[from];
        }
        written();
    }

    private IllegalArgumentException tooLong(String what) {
        return new IllegalArgumentException("%s is too long: the display has %s digits".formatted(what, digits.length));
    }

    /** @throws IllegalArgumentException if the number is too long */
    public void print(int value) {
        print(Integer.toString(value));
    }

    /**
     * @param decimal how many decimals are shown, 0 to 6. The number is rounded half up
     * @throws IllegalArgumentException if the number is too long, or not finite
     */
    public void print(double value, int decimal) {
        if (!Double.isFinite(value) || decimal < 0 || decimal > MOST_DIGITS) {
            throw new IllegalArgumentException(
                    "%s with %s decimals cannot be shown: expected a finite number, and 0 to 6 decimals"
                            .formatted(value, decimal));
        }
        print(BigDecimal.valueOf(value).setScale(decimal, RoundingMode.HALF_UP).toPlainString());
    }

    /** @throws IllegalArgumentException if the number is too long */
    public void printHex(long value) {
        print(Long.toString(value, 16).toUpperCase(Locale.ROOT));
    }

    private void written() {
        if (autoWrite) {
            show();
        }
    }

    /** Shows all changes. */
    public synchronized void show() {
        send(WRITE, false);
        send(FIRST_DIGIT, true);
        send(CONTROL | (power ? ON : 0) | brightness, false);
    }

    private void send(int command, boolean withDigits) {
        // Also ends what was begun before an error.
        stop();
        low(data);
        try {
            write(command);
            for (int chip = 0; withDigits && chip < MOST_DIGITS; chip++) {
                write(segments(chip));
            }
        } finally {
            stop();
        }
    }

    /** Of a digit of the chip; 0 if the display does not have it. */
    private int segments(int chip) {
        for (int i = 0; i < order.length; i++) {
            if (order[i] == chip) {
                int bits = digits[rotation == 0 ? i : order.length - 1 - i];
                return rotation == 0 ? bits : (bits & 0xC0) | (bits & 0x07) << 3 | (bits & 0x38) >> 3;
            }
        }
        return 0;
    }

    private void write(int value) {
        for (int bit = 0; bit < 8; bit++) {
            low(clock);
            if ((value >> bit & 1) != 0) {
                release(data);
            } else {
                low(data);
            }
            release(clock);
        }
        low(clock);
        release(data);
        release(clock);
        boolean acknowledged = !data.value();
        low(clock);
        if (!acknowledged) {
            throw new BusException(
                    Kind.NO_ACKNOWLEDGE, "%s does not answer. Check its power and wiring.".formatted(this));
        }
    }

    private void stop() {
        low(clock);
        low(data);
        release(clock);
        release(data);
    }

    private void low(DigitalInOut pin) {
        pin.switchToOutput(false);
        clock.clock().delay(HALF_NANOS);
    }

    private void release(DigitalInOut pin) {
        pin.switchToInput(Pull.UP);
        clock.clock().delay(HALF_NANOS);
    }

    /** Frees the pins. The display stays as it is. */
    @Override
    public void close() {
        try (data) {
            clock.close();
        }
    }

    @Override
    public String toString() {
        return "TM1637Display on %s".formatted(data);
    }
}
