// SPDX-License-Identifier: MIT
package blinka4j.micropython;

import blinka4j.BusException;
import blinka4j.BusException.Kind;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Values in the code for a board, and in its answers. */
final class Literal {
    static final String NONE = "None";

    private static final HexFormat HEX = HexFormat.of();
    private static final Pattern NUMBERED = Pattern.compile("(?:GP|GPIO)(\\d{1,4})");
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    private Literal() {}

    /** The label of the pins that {@code machine.Pin} takes as numbers. */
    static final String GPIO = "GPIO";

    /**
     * Returns a pin as {@code machine.Pin} takes it: the number for names such as {@code GP5}, otherwise the name. Empty for a name that is
     * none of Python.
     */
    static String pin(String name) {
        Matcher numbered = NUMBERED.matcher(name);
        if (numbered.matches()) {
            return String.valueOf(Integer.parseInt(numbered.group(1)));
        }
        return NAME.matcher(name).matches() ? "'" + name + "'" : "";
    }

    /** The same for a pin that a bus may not have. */
    static String orNone(@Nullable String name) {
        return name == null ? NONE : pin(name);
    }

    static String bytes(byte[] bytes, int from, int to) {
        return "'" + HEX.formatHex(bytes, from, to) + "'";
    }

    /**
     * Decodes the bytes of an answer.
     *
     * @throws BusException if it does not have exactly the bytes that are expected
     */
    static void decode(String answer, byte[] into, int from, int to, String port) {
        byte[] bytes;
        try {
            bytes = HEX.parseHex(answer);
        } catch (IllegalArgumentException e) {
            throw wrong(answer, to - from, port, e);
        }
        if (bytes.length != to - from) {
            throw wrong(answer, to - from, port, null);
        }
        System.arraycopy(bytes, 0, into, from, bytes.length);
    }

    /**
     * Decodes a number, 0 to {@code most}.
     *
     * @throws BusException if the answer is none
     */
    static int number(String answer, int most, String port) {
        int value;
        try {
            value = Integer.parseInt(answer);
        } catch (NumberFormatException e) {
            throw notInRange(answer, most, port, e);
        }
        if (value < 0 || value > most) {
            throw notInRange(answer, most, port, null);
        }
        return value;
    }

    private static BusException wrong(String answer, int expected, String port, @Nullable Throwable cause) {
        return new BusException(
                Kind.OTHER,
                0,
                "the board at %s sent %s characters, and %s bytes in hexadecimal were expected. A program on it may still print. Remove it from boot.py, and retry."
                        .formatted(port, answer.length(), expected),
                cause);
    }

    private static BusException notInRange(String answer, int most, String port, @Nullable Throwable cause) {
        return new BusException(
                Kind.OTHER,
                0,
                "the board at %s answered '%s', and a number from 0 to %s was expected. A program on it may still print. Remove it from boot.py, and retry."
                        .formatted(port, answer, most),
                cause);
    }
}
