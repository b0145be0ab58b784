// SPDX-License-Identifier: MIT
package blinka4j.provider;

import blinka4j.BusException;

/**
 * One I2C controller. A provider implements {@link #transfer}, {@link #name} and {@link #close}; {@code I2C} does the rest.
 */
public interface I2CPort extends BusPort {
    /** The error number for an unsupported transfer, from the kernel's {@code asm-generic/errno.h}. */
    int EOPNOTSUPP = 95;

    /**
     * Writes {@code out[outStart..outEnd)}, then reads {@code in[inStart..inEnd)}, as one transaction with a repeated
     * start between. Either slice may be empty. If both are empty, only the address is written. Both arrays may be the same. {@code I2C}
     * has checked that the slices are within their arrays, and that the address is an unshifted 7-bit address.
     *
     * @throws BusException if the transfer failed, or is too long for one transaction of the system
     */
    void transfer(int address, byte[] out, int outStart, int outEnd, byte[] in, int inStart, int inEnd);

    /**
     * Returns true if a device answers an empty write, or else a read of one byte. True also if a kernel driver uses the address.
     *
     * @throws BusException on any failure except a missing acknowledge
     */
    default boolean probe(int address) {
        byte[] one = new byte[1];
        for (int length = 0; length <= 1; length++) {
            try {
                transfer(address, one, 0, 0, one, 0, length);
                return true;
            } catch (BusException e) {
                if (e.kind() == BusException.Kind.BUSY) {
                    return true;
                }
                boolean cannotAsk = length == 0 && e.errno() == EOPNOTSUPP;
                if (e.kind() != BusException.Kind.NO_ACKNOWLEDGE && !cannotAsk) {
                    throw e;
                }
            }
        }
        return false;
    }

    /**
     * Says what to do if no device answers at an address: sentences for the end of an error message. A simulator overrides this, because
     * its chips have no wires.
     */
    default String missing(int address) {
        return "Check its power, the wiring of SDA and SCL, and its address. i2c.scan() lists the addresses that answer.";
    }

    /** Called when a thread has released the bus. A multiplexer then switches its channel off. */
    default void released() {}
}
