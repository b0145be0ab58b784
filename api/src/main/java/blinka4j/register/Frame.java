// SPDX-License-Identifier: MIT
package blinka4j.register;

import java.nio.ByteOrder;
import java.util.Arrays;

/** The bytes of one transfer: the address of a register, then data. Grows with the longest transfer. Hold the bus to use it. */
final class Frame {
    private final int width;
    private final ByteOrder order;
    private byte[] bytes;

    /** @param width bytes of a register's address, 1 or 2 */
    Frame(int width, ByteOrder order) {
        if (width != 1 && width != 2) {
            throw new IllegalArgumentException("a register address of %s bytes: expected 1 or 2".formatted(width));
        }
        this.width = width;
        this.order = order;
        this.bytes = new byte[width + 4];
    }

    int width() {
        return width;
    }

    byte[] bytes() {
        return bytes;
    }

    /**
     * Puts the address first, and then {@code count} zeros.
     *
     * @return the length of the transfer
     */
    int begin(int address, int count) {
        if (address < 0 || address >>> (8 * width) != 0) {
            throw new IllegalArgumentException(
                    "register address 0x%x does not fit in %s bytes".formatted(address, width));
        }
        int end = width + count;
        if (bytes.length < end) {
            bytes = new byte[end];
        }
        if (width == 2) {
            boolean bigEndian = order == ByteOrder.BIG_ENDIAN;
            bytes[bigEndian ? 0 : 1] = (byte) (address >> 8);
            bytes[bigEndian ? 1 : 0] = (byte) address;
        } else {
            bytes[0] = (byte) address;
        }
        Arrays.fill(bytes, width, end, (byte) 0);
        return end;
    }

    /** Puts the address first, and then {@code buffer[start..end)}. Returns the length of the transfer. */
    int begin(int address, byte[] buffer, int start, int end) {
        int length = begin(address, end - start);
        System.arraycopy(buffer, start, bytes, width, end - start);
        return length;
    }
}
