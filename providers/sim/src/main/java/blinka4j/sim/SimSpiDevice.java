// SPDX-License-Identifier: MIT
package blinka4j.sim;

/**
 * A device on a {@link SimSpiBus}. {@link #exchange} is all that a device needs; most also start anew when selected.
 *
 * <p>Called under the lock of the bus's clock, so by one thread at a time. What a test sets from another thread must
 * be volatile or synchronized.
 */
public interface SimSpiDevice {
    /** The device was attached to {@code bus}, whose clock is its time from now on. */
    default void attached(SimSpiBus bus) {}

    /** The chip select went active. */
    default void selected() {}

    /**
     * One byte in each direction. Words of more than eight bits are their bytes in the order of the wire.
     *
     * @param out what the controller sends, 0 to 255
     * @return what the device sends meanwhile, which it must know before it has seen {@code out}; the lower eight bits
     *     count
     */
    int exchange(int out);

    /** The chip select went inactive. */
    default void deselected() {}
}
