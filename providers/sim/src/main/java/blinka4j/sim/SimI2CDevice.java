// SPDX-License-Identifier: MIT
package blinka4j.sim;

import java.util.List;

/**
 * A device on a {@link SimI2CBus}. A transaction is a start, bytes, sometimes another start, and a stop. A device needs only
 * {@link #write} and {@link #read}.
 *
 * <p>One thread at a time calls it, with the board's lock held. Fields that a test sets from another thread must be volatile or
 * synchronized.
 */
public interface SimI2CDevice {
    /** Called when the device is attached. Its time is the clock of {@code bus} from now on. */
    default void attached(SimI2CBus bus) {}

    /**
     * Called when the device's address was sent: at the beginning of a transaction, and again without a {@link #stop} (a repeated
     * start) when the controller changes from writing to reading.
     *
     * @param read true if the controller is going to read
     * @return true if the device acknowledges; false if it is busy
     */
    default boolean start(boolean read) {
        return true;
    }

    /** Called with a byte that was written.
     *
     * @param value 0 to 255
     * @return true if the device acknowledges the byte
     */
    boolean write(int value);

    /** Returns the next byte for the controller; the lower eight bits count. */
    int read();

    /** Called at the end of a transaction, also if the device did not acknowledge it. */
    default void stop() {}

    /** Returns all buses behind the device, connected or not: the channels of a multiplexer. */
    default List<SimI2CBus> behind() {
        return List.of();
    }

    /** Returns the buses that are connected with the device's bus now: the connected channels of a multiplexer. */
    default List<SimI2CBus> channels() {
        return List.of();
    }
}
