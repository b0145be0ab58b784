// SPDX-License-Identifier: MIT
package blinka4j.linux;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Native memory for the kernel to read and write, zero at first. Its fields are reached through the buffer, which the
 * compiler turns into plain loads and stores. It is freed when nothing refers to it any more.
 */
final class Block {
    final Pointer pointer;
    final ByteBuffer bytes;
    /** Of the first byte, as a C pointer has it. */
    final long address;

    Block(int size) {
        bytes = ByteBuffer.allocateDirect(size).order(ByteOrder.nativeOrder());
        pointer = new ToBuffer(bytes);
        address = Pointer.nativeValue(pointer);
    }

    /**
     * Keeps the buffer from being freed while a call has the pointer. Not JNA's {@code Memory}, which has a thread that lives as long
     * as any of it, and keeps the class loader alive.
     */
    private static final class ToBuffer extends Pointer {
        private final ByteBuffer buffer;

        ToBuffer(ByteBuffer buffer) {
            super(Pointer.nativeValue(Native.getDirectBufferPointer(buffer)));
            this.buffer = buffer;
        }

        @Override
        public String toString() {
            return super.toString() + " " + buffer;
        }
    }

    /** The address of the byte at {@code offset}, as a C pointer has it. */
    long address(int offset) {
        return address + offset;
    }

    /** The text that ends with a zero byte, within {@code length} bytes. */
    String text(int offset, int length) {
        int end = 0;
        while (end < length && bytes.get(offset + end) != 0) {
            end++;
        }
        byte[] text = new byte[end];
        bytes.get(offset, text);
        return new String(text, StandardCharsets.UTF_8);
    }

    /** Writes {@code text}, cut so that its zero byte still fits, into {@code length} bytes. */
    void text(int offset, int length, String text) {
        byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
        int kept = Math.min(encoded.length, length - 1);
        bytes.put(offset, encoded, 0, kept);
        for (int i = kept; i < length; i++) {
            bytes.put(offset + i, (byte) 0);
        }
    }
}
