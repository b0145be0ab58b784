// SPDX-License-Identifier: MIT
package blinka4j.register;

import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/** The numbers of registers in a buffer. */
final class Value {
    private Value() {}

    static long get(byte[] buffer, int at, Register register) {
        int width = register.width;
        long value = 0;
        for (int i = 0; i < width; i++) {
            value = (value << 8)
                    | (buffer[register.order == ByteOrder.BIG_ENDIAN ? at + i : at + width - 1 - i] & 0xff);
        }
        return register.isSigned ? value << (64 - 8 * width) >> (64 - 8 * width) : value;
    }

    static void put(long value, byte[] buffer, int at, Register register) {
        int width = register.width;
        for (int i = 0; i < width; i++) {
            buffer[register.order == ByteOrder.BIG_ENDIAN ? at + width - 1 - i : at + i] = (byte) (value >> (8 * i));
        }
    }

    static long least(int bits, boolean isSigned) {
        return isSigned ? -(1L << (bits - 1)) : 0;
    }

    static long most(int bits, boolean isSigned) {
        return (1L << (isSigned ? bits - 1 : bits)) - 1;
    }

    /** @param property the driver's name for it, or null */
    static void requireFits(long value, int bits, boolean isSigned, Object where, @Nullable String property) {
        long least = least(bits, isSigned);
        long most = most(bits, isSigned);
        if (value < least || value > most) {
            String problem = property == null
                    ? "%s does not fit in %s bits of %s".formatted(value, bits, where)
                    : "%s cannot be %s".formatted(property, value);
            throw new IllegalArgumentException("%s: expected %s to %s".formatted(problem, least, most));
        }
    }
}
