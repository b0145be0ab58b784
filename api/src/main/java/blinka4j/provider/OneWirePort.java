// SPDX-License-Identifier: MIT
package blinka4j.provider;

import blinka4j.NotAvailableException;
import java.util.List;

/** A 1-Wire bus. A provider implements {@link #transfer}, {@link #search}, {@link #name} and {@link #close}. */
public interface OneWirePort extends BusPort {
    /**
     * Resets the bus, writes {@code out[outStart..outEnd)}, then reads {@code in[inStart..inEnd)}. No other user of the bus can come
     * between. Either slice may be empty.
     *
     * @param reset false to go on where the last transfer ended
     * @return false if no device answered the reset; all bits that were read are ones then
     * @throws blinka4j.BusException if the transfer failed, or is too long for the system
     */
    boolean transfer(boolean reset, byte[] out, int outStart, int outEnd, byte[] in, int inStart, int inEnd);

    /** Finds all devices. Returns their ROM codes, 8 bytes each, as they come from the bus: the family code first. */
    List<byte[]> search();

    /** True if the port can transfer single bits. */
    default boolean hasBits() {
        return false;
    }

    /**
     * Makes one time slot, if the port {@link #hasBits}.
     *
     * @param bit the bit to write; true to read one
     * @return the level on the bus in this slot
     */
    default boolean slot(boolean bit) {
        throw new NotAvailableException("%s transfers whole bytes, not single bits. Use OneWireBus.".formatted(name()));
    }
}
