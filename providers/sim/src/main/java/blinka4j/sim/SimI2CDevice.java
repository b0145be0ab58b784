// SPDX-License-Identifier: MIT
package blinka4j.sim;

import java.util.List;

/**
 * A device on a {@link SimI2CBus}, as it sees the wires: a start with its address, bytes, perhaps another start, a
 * stop. {@link #write} and {@link #read} are all that a device needs.
 *
 * <p>Called under the lock of the bus's clock, so by one thread at a time. What a test sets from another thread must
 * be volatile or synchronized.
 */
public interface SimI2CDevice {
    /** The device was attached to {@code bus}, whose clock is its time from now on. */
    default void attached(SimI2CBus bus) {}

    /**
     * The device's address was sent: at the beginning of a transaction, and again (a repeated start, no {@link #stop}
     * in between) where the controller turns from writing to reading.
     *
     * @param read whether bytes are to be read
     * @return whether the device acknowledges; false if it is busy
     */
    default boolean start(boolean read) {
        return true;
    }

    /**
     * A byte was written.
     *
     * @param value 0 to 255
     * @return whether the device acknowledges it
     */
    boolean write(int value);

    /** The next byte that the controller reads; the lower eight bits count. */
    int read();

    /** The transaction ended, also one that the device did not acknowledge. */
    default void stop() {}

    /** The buses that this device connects with its own at this moment: a multiplexer's open channels. */
    default List<SimI2CBus> channels() {
        return List.of();
    }
}
