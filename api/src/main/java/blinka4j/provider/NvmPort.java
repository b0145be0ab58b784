// SPDX-License-Identifier: MIT
package blinka4j.provider;

/** Bytes that stay when the program and the machine end. They are 0xFF before they are written. Threads may share it. */
public interface NvmPort {
    /** How many bytes there are. */
    int length();

    /** Returns all bytes, in an array of the caller's own. */
    byte[] read();

    /**
     * Writes some bytes, and returns when they are stored. Other programs keep theirs.
     *
     * @param start 0 or more; all bytes are within the memory
     * @throws blinka4j.NotAvailableException if they cannot be stored; the message says what to do
     */
    void write(int start, byte[] bytes);
}
