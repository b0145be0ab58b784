// SPDX-License-Identifier: MIT
package blinka4j.nvm;

import blinka4j.provider.NvmPort;
import java.util.Arrays;

/**
 * Bytes that stay when the program and the machine end: {@code microcontroller.nvm}. A byte that was never written is 0xFF.
 *
 * <pre>{@code
 * ByteArray nvm = Microcontroller.nvm();
 * nvm.set(0, new byte[] {(byte) 0xCC, 0x10, 0x00});
 * int first = nvm.get(0); // 0xCC
 * }</pre>
 *
 * <p>On Linux these are the 4096 bytes of a file of the user, {@code ~/.local/state/blinka4j/nvm}, or of the file that
 * {@code BLINKA_NVM} names. All programs of the user share it, and each write is stored when its call returns. On the simulator the bytes
 * stay as long as the board.
 *
 * <p>Threads may share it. Source of the behaviour: CircuitPython's {@code nvm}.
 */
public final class ByteArray {
    private final NvmPort port;

    /** For {@code Microcontroller}. Programs use {@code Microcontroller.nvm()}. */
    public ByteArray(NvmPort port) {
        this.port = port;
    }

    /** How many bytes there are: {@code len(nvm)}. */
    public int length() {
        return port.length();
    }

    /**
     * Reads a byte, 0 to 255: {@code nvm[index]}.
     *
     * @throws IndexOutOfBoundsException if there is no such byte
     * @throws blinka4j.NotAvailableException if the bytes cannot be read; the message says what to do
     */
    public int get(int index) {
        require(index, 1);
        return port.read()[index] & 0xFF;
    }

    /** Reads the bytes {@code from} to {@code to - 1}: {@code nvm[from:to]}. Errors are those of {@link #get(int)}. */
    public byte[] get(int from, int to) {
        require(from, to - from);
        return Arrays.copyOfRange(port.read(), from, to);
    }

    /**
     * Writes a byte: {@code nvm[index] = value}.
     *
     * @param value 0 to 255, or −128 to 127
     * @throws IndexOutOfBoundsException if there is no such byte
     * @throws blinka4j.NotAvailableException if it cannot be stored; the message says what to do
     */
    public void set(int index, int value) {
        if (value < -128 || value > 255) {
            throw new IllegalArgumentException("%s is no byte. A value of nvm must be 0 to 255.".formatted(value));
        }
        set(index, new byte[] {(byte) value});
    }

    /** Writes bytes, the first at {@code start}: {@code nvm[start:start + len(values)] = values}. Errors are those of the other one. */
    public void set(int start, byte[] values) {
        require(start, values.length);
        port.write(start, values);
    }

    private void require(int start, int count) {
        if (start < 0 || count < 0 || start > length() - count) {
            throw new IndexOutOfBoundsException(
                    "%s bytes of nvm from index %s are not possible. It has the indexes 0 to %s."
                            .formatted(count, start, length() - 1));
        }
    }

    @Override
    public String toString() {
        return "nvm";
    }
}
