// SPDX-License-Identifier: MIT
package blinka4j.linux;

/** The registers of a device, of 32 bits each. */
interface Registers {
    /** @param offset in bytes, a multiple of 4 */
    int read(int offset);

    /** @param offset in bytes, a multiple of 4 */
    void write(int offset, int value);
}
