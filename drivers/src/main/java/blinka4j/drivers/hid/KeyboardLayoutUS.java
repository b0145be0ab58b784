// SPDX-License-Identifier: MIT
package blinka4j.drivers.hid;

import static blinka4j.time.Time.sleep;

/**
 * Types text on a keyboard that the computer takes for a US keyboard. Other characters than ASCII, and most control characters, have no key
 * there.
 *
 * <p>Port of <a href="https://github.com/adafruit/Adafruit_CircuitPython_HID">Adafruit_CircuitPython_HID</a>.
 */
public final class KeyboardLayoutUS {
    /** The characters of the keys from {@link Keycode#A} on. A 0 is a key without a character of its own. */
    private static final String PLAIN = "abcdefghijklmnopqrstuvwxyz1234567890\n\u001b\b\t -=[]\\\0;'`,./";

    private static final String SHIFTED = "ABCDEFGHIJKLMNOPQRSTUVWXYZ!@#$%^&*()\0\0\0\0\0_+{}|\0:\"~<>?";
    private static final int DELETE = 0x7F;

    private final Keyboard keyboard;

    public KeyboardLayoutUS(Keyboard keyboard) {
        this.keyboard = keyboard;
    }

    /** The same as {@code write(text, 0)}. */
    public void write(String text) {
        write(text, 0);
    }

    /**
     * Types a text. Afterwards all keys are released.
     *
     * @param delay after each character in s, 0 or more
     * @throws IllegalArgumentException if there is no key for a character; nothing is typed then
     * @throws blinka4j.BusException of kind {@code TIMEOUT} if no computer takes the reports; the rest is not typed
     */
    public void write(String text, double delay) {
        if (!(delay >= 0 && delay < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "a delay of %s s is not possible. It must be 0 s or more.".formatted(delay));
        }
        text.codePoints().forEach(KeyboardLayoutUS::keycode);
        text.codePoints().forEach(character -> {
            synchronized (keyboard) {
                if (SHIFTED.indexOf(character) >= 0) {
                    keyboard.press(Keycode.SHIFT);
                }
                keyboard.press(keycode(character));
                keyboard.releaseAll();
            }
            if (delay > 0) {
                sleep(delay);
            }
        });
    }

    /**
     * Returns the keycodes that type a character: {@code {Keycode.SHIFT, Keycode.A}} for {@code 'A'}.
     *
     * @throws IllegalArgumentException if there is no key for it
     */
    public int[] keycodes(char character) {
        int keycode = keycode(character);
        return SHIFTED.indexOf(character) >= 0 ? new int[] {Keycode.SHIFT, keycode} : new int[] {keycode};
    }

    private static int keycode(int character) {
        int index = Math.max(PLAIN.indexOf(character), SHIFTED.indexOf(character));
        if (character == DELETE) {
            return Keycode.DELETE;
        }
        if (character == 0 || index < 0) {
            throw new IllegalArgumentException(
                    "No keycode available for character '%s' (0x%02x). Use characters of a US keyboard."
                            .formatted(Character.toString(character), character));
        }
        return Keycode.A + index;
    }
}
