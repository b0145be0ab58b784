// SPDX-License-Identifier: MIT
package blinka4j.register;

import java.nio.ByteOrder;

/** Numbers of one to four bytes in a buffer. */
final class Value {
    private Value() {}

    static long get(byte[] buffer, int at, int width, ByteOrder order) {
        long value = 0;
        for (int i = 0; i < width; i++) {
            value = (value << 8) | (buffer[order == ByteOrder.BIG_ENDIAN ? at + i : at + width - 1 - i] & 0xff);
        }
        return value;
    }

    static void put(long value, byte[] buffer, int at, int width, ByteOrder order) {
        for (int i = 0; i < width; i++) {
            buffer[order == ByteOrder.BIG_ENDIAN ? at + width - 1 - i : at + i] = (byte) (value >> (8 * i));
        }
    }

    static void requireFits(long value, int bits, boolean isSigned, Object where) {
        long least = isSigned ? -(1L << (bits - 1)) : 0;
        long most = isSigned ? (1L << (bits - 1)) - 1 : (1L << bits) - 1;
        if (value < least || value > most) {
            throw new IllegalArgumentException(
                    "%s does not fit in %s bits of %s: expected %s to %s".formatted(value, bits, where, least, most));
        }
    }
}
