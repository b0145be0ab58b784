// SPDX-License-Identifier: MIT
package blinka4j.register;

import java.nio.ByteOrder;

/** The form of a register's address on the bus. */
record Address(int width, ByteOrder order) {
    Address {
        if (width != 1 && width != 2) {
            throw new IllegalArgumentException("a register address of %s bytes: expected 1 or 2".formatted(width));
        }
    }

    void put(int address, byte[] buffer) {
        if (address < 0 || address >>> (8 * width) != 0) {
            throw new IllegalArgumentException(
                    "register address 0x%x does not fit in %s bytes".formatted(address, width));
        }
        if (width == 1) {
            buffer[0] = (byte) address;
        } else {
            boolean bigEndian = order == ByteOrder.BIG_ENDIAN;
            buffer[bigEndian ? 0 : 1] = (byte) (address >> 8);
            buffer[bigEndian ? 1 : 0] = (byte) address;
        }
    }
}
