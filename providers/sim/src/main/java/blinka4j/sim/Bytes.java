// SPDX-License-Identifier: MIT
package blinka4j.sim;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Converts bytes from ints, as tests write them (0x00 to 0xFF), and to text for messages. */
final class Bytes {
    private static final String DIGITS = "0123456789ABCDEF";

    private Bytes() {}

    static byte[] of(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            if (values[i] < -128 || values[i] > 255) {
                throw new IllegalArgumentException(
                        "value %s, %s, is out of range. Expected -128 to 255.".formatted(i, values[i]));
            }
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }

    static byte[] slice(byte[] from, int start, int end) {
        byte[] bytes = new byte[end - start];
        System.arraycopy(from, start, bytes, 0, bytes.length);
        return bytes;
    }

    /** The bytes of a slice, 0 to 255 each. */
    static List<Integer> unsigned(byte[] from, int start, int end) {
        List<Integer> values = new ArrayList<>(Math.max(0, end - start));
        for (int i = start; i < end; i++) {
            values.add(from[i] & 0xFF);
        }
        return Collections.unmodifiableList(values);
    }

    static String list(List<Integer> values) {
        byte[] bytes = new byte[values.size()];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = values.get(i).byteValue();
        }
        return list(bytes);
    }

    /** As {@code 0xFD, 0x01}. */
    static String list(byte[] bytes) {
        StringBuilder text = new StringBuilder(6 * bytes.length);
        for (byte b : bytes) {
            text.append(text.isEmpty() ? "0x" : ", 0x")
                    .append(DIGITS.charAt((b >> 4) & 0xF))
                    .append(DIGITS.charAt(b & 0xF));
        }
        return text.toString();
    }
}
