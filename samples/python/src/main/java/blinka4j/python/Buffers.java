// SPDX-License-Identifier: MIT
package blinka4j.python;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.graalvm.polyglot.Value;

/**
 * Copies between Python's buffers ({@code bytearray}, {@code memoryview}, {@code array.array}) and arrays of bytes. GraalPy does not show its
 * arrays, so each byte is copied once in each direction.
 */
final class Buffers {
    private final Errors errors;

    Buffers(Errors errors) {
        this.errors = errors;
    }

    /** {@code buffer[start:end]}, with CircuitPython's slices: an index outside is cut off, a negative one counts from the end. */
    byte[] read(Value buffer, long start, long end) {
        int size = size(buffer);
        int from = clamp(start, size);
        byte[] bytes = new byte[Math.max(0, clamp(end, size) - from)];
        if (bytes.length > 0) {
            buffer.readBuffer(from, bytes, 0, bytes.length);
        }
        return bytes;
    }

    /** As many bytes as {@code buffer[start:end]} has, for {@link #write}. */
    byte[] forWriting(Value buffer, long start, long end) {
        int size = size(buffer);
        if (!buffer.isBufferWritable()) {
            throw errors.raise(
                    "TypeError", "the buffer must be one that can be changed, such as a bytearray, not bytes");
        }
        return new byte[Math.max(0, clamp(end, size) - clamp(start, size))];
    }

    /** Changes the buffer from {@code start} on. */
    void write(Value buffer, long start, byte[] bytes) {
        int at = clamp(start, size(buffer));
        int done = 0;
        ByteBuffer words = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        for (; done + Long.BYTES <= bytes.length; done += Long.BYTES) {
            buffer.writeBufferLong(ByteOrder.LITTLE_ENDIAN, at + (long) done, words.getLong(done));
        }
        for (; done < bytes.length; done++) {
            buffer.writeBufferByte(at + (long) done, bytes[done]);
        }
    }

    private int size(Value buffer) {
        if (!buffer.hasBufferElements()) {
            throw errors.raise("TypeError", "object with buffer protocol required, such as bytes or a bytearray");
        }
        return Math.toIntExact(buffer.getBufferSize());
    }

    private static int clamp(long index, int size) {
        return (int) (index < 0 ? Math.max(0, index + size) : Math.min(index, size));
    }
}
