// SPDX-License-Identifier: MIT
package blinka4j.linux;

import com.sun.jna.Platform;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Native memory for the kernel to read and write, zero at first. Fields are read and written through the buffer, which the
 * compiler turns into plain loads and stores. The garbage collector frees it.
 */
final class Block {
    /** The size of a C pointer, and on Linux of a C {@code long} and {@code size_t}. */
    static final int POINTER_SIZE = Platform.is64Bit() ? Long.BYTES : Integer.BYTES;

    final ByteBuffer bytes;
    /** The address of the first byte. */
    final long address;

    Block(int size) {
        bytes = ByteBuffer.allocateDirect(size).order(ByteOrder.nativeOrder());
        address = Libc.address(bytes);
    }

    /** Returns a block that holds a text and its zero byte. */
    static Block of(String text) {
        byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
        Block block = new Block(encoded.length + 1);
        block.bytes.put(0, encoded);
        return block;
    }

    /** Returns the address of the byte at {@code offset}. */
    long address(int offset) {
        return address + offset;
    }

    /** Reads a text that ends with a zero byte, or after {@code length} bytes. */
    String text(int offset, int length) {
        int end = 0;
        while (end < length && bytes.get(offset + end) != 0) {
            end++;
        }
        byte[] text = new byte[end];
        bytes.get(offset, text);
        return new String(text, StandardCharsets.UTF_8);
    }

    /** Writes a text and zero bytes, {@code length} bytes in all. A text that is too long is cut. */
    void text(int offset, int length, String text) {
        byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
        int kept = Math.min(encoded.length, length - 1);
        bytes.put(offset, encoded, 0, kept);
        for (int i = kept; i < length; i++) {
            bytes.put(offset + i, (byte) 0);
        }
    }
}
