// SPDX-License-Identifier: MIT
package blinka4j.trace;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** The words of a line, which have no spaces in them, and the bytes in it. */
final class Tokens {
    /** No bytes. */
    static final String NONE = "-";

    private static final String DIGITS = "0123456789ABCDEF";

    private Tokens() {}

    /** Makes one word of a text: {@code %20} stands for a space. */
    static String of(String text) {
        StringBuilder token = new StringBuilder();
        text.codePoints().forEach(each -> {
            if (isPlain(each)) {
                token.appendCodePoint(each);
            } else {
                for (byte b : Character.toString(each).getBytes(StandardCharsets.UTF_8)) {
                    digits(token.append('%'), b);
                }
            }
        });
        return token.isEmpty() ? "%" : token.toString();
    }

    private static boolean isPlain(int point) {
        return point != '%'
                && point != '='
                && point != '!'
                && !Character.isISOControl(point)
                && !Character.isWhitespace(point)
                && !Character.isSpaceChar(point);
    }

    /** Returns the text of a word. */
    static String text(String token) {
        if (token.indexOf('%') < 0) {
            return token;
        }
        byte[] utf8 = token.equals("%") ? new byte[0] : token.getBytes(StandardCharsets.UTF_8);
        int length = 0;
        byte[] text = new byte[utf8.length];
        int i = 0;
        while (i < utf8.length) {
            if (utf8[i] == '%') {
                text[length++] = bytes(new String(Arrays.copyOfRange(utf8, i + 1, i + 3), StandardCharsets.UTF_8))[0];
                i += 3;
            } else {
                text[length++] = utf8[i++];
            }
        }
        return new String(text, 0, length, StandardCharsets.UTF_8);
    }

    /** Returns the texts of the words of a line. */
    static List<String> texts(String line) {
        return Arrays.stream(line.split(" ", -1)).map(Tokens::text).toList();
    }

    /** As {@code FD01}; {@link #NONE} for no bytes. */
    static String hex(byte[] bytes, int start, int end) {
        if (start == end) {
            return NONE;
        }
        StringBuilder text = new StringBuilder(2 * (end - start));
        for (int i = start; i < end; i++) {
            digits(text, bytes[i]);
        }
        return text.toString();
    }

    static String hex(byte[] bytes) {
        return hex(bytes, 0, bytes.length);
    }

    private static void digits(StringBuilder text, byte b) {
        text.append(DIGITS.charAt((b >> 4) & 0xF)).append(DIGITS.charAt(b & 0xF));
    }

    /** The opposite of {@link #hex}. */
    static byte[] bytes(String hex) {
        if (hex.equals(NONE)) {
            return new byte[0];
        }
        if (hex.length() % 2 != 0) {
            throw new IllegalArgumentException(
                    "'%s' is not a list of bytes. Write two digits for each.".formatted(hex));
        }
        byte[] bytes = new byte[hex.length() / 2];
        for (int i = 0; i < bytes.length; i++) {
            int high = Character.digit(hex.charAt(2 * i), 16);
            int low = Character.digit(hex.charAt(2 * i + 1), 16);
            if (high < 0 || low < 0) {
                throw new IllegalArgumentException(
                        "'%s' is not a list of bytes. Write each with the digits 0 to F.".formatted(hex));
            }
            bytes[i] = (byte) (high << 4 | low);
        }
        return bytes;
    }

    /** Puts bytes into a part of an array, which they must fill. */
    static void into(String hex, byte[] in, int start, int end) {
        byte[] bytes = bytes(hex);
        if (bytes.length != end - start) {
            throw new IllegalArgumentException(
                    "the trace has %s bytes ('%s') for a transfer that reads %s. Correct the trace."
                            .formatted(bytes.length, hex, end - start));
        }
        System.arraycopy(bytes, 0, in, start, bytes.length);
    }

    static String level(boolean high) {
        return high ? "1" : "0";
    }
}
