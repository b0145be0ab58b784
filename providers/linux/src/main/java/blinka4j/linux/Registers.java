// SPDX-License-Identifier: MIT
package blinka4j.linux;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The 32-bit registers of a device, mapped into this process.
 *
 * <p>The accesses are opaque: each is one aligned 32-bit access that is not omitted, repeated or delayed, as with C's
 * {@code volatile}. Stronger accesses would only cost time. The processor does not reorder accesses to one device, because the
 * kernel maps it as device memory, and the pin needs no order with other memory. For accesses to different devices, the manual of
 * the BCM2835 (section 1.3) requires a barrier before the first write and after the last read. All lines that are driven here
 * belong to one device, and a system call for another device has such barriers in the kernel's driver.
 */
class Registers {
    /** All devices that are mapped here, and their processors, have the low byte first. */
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
