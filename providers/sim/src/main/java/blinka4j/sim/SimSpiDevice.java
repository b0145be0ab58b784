// SPDX-License-Identifier: MIT
package blinka4j.sim;

/**
 * A device on a {@link SimSpiBus}. A device needs only {@link #exchange}; most also begin again when selected.
 *
 * <p>One thread at a time calls it, with the board's lock held. Fields that a test sets from another thread must be volatile or
 * synchronized.
 */
public interface SimSpiDevice {
    /** Called when the device is attached. Its time is the clock of {@code bus} from now on. */
    default void attached(SimSpiBus bus) {}

    /** Called when the chip select becomes active. */
    default void selected() {}

    /**
     * Exchanges one byte in each direction. Longer words are bytes in the order on the wire.
     *
     * @param out the byte from the controller, 0 to 255
     * @return the byte from the device at the same time, which cannot depend on {@code out}; the lower eight bits count
     */
    int exchange(int out);

    /** Called when the chip select becomes inactive. */
    default void deselected() {}
}
