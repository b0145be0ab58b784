// SPDX-License-Identifier: MIT
package blinka4j.linux;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The registers of a device, of 32 bits each, mapped into this process.
 *
 * <p>The accesses are opaque: each is one aligned access of 32 bits, none is left out, made twice, or kept for later, as with
 * C's {@code volatile}. Stronger accesses would only cost time. The processor does not reorder accesses to one device, because
 * the kernel maps it as device memory, and no other memory has to be seen together with the pin. Between different devices the
 * manual of the BCM2835 (section 1.3) wants a barrier before the first write and after the last read: all lines that a
 * program drives here are of one device, and a system call to another one has such barriers in the kernel's driver.
 */
class Registers {
    /** All devices that are mapped here, and all processors that they are found with, have the low byte first. */
    private static final VarHandle WORD = MethodHandles.byteBufferViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private final ByteBuffer memory;

    Registers(ByteBuffer memory) {
        this.memory = memory;
    }

    /** @param offset in bytes, a multiple of 4 */
    int read(int offset) {
        return (int) WORD.getOpaque(memory, offset);
    }

    /** @param offset in bytes, a multiple of 4 */
    void write(int offset, int value) {
        WORD.setOpaque(memory, offset, value);
    }
}
