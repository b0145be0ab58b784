// SPDX-License-Identifier: MIT
package blinka4j.sim;

/**
 * A device on a {@link SimOneWireBus}. Each bit is a time slot, in which the controller and all devices may pull the wire low.
 *
 * <p>One thread at a time calls it, with the board's lock held. Fields that a test sets from another thread must be volatile or
 * synchronized.
 */
public interface SimOneWireDevice {
    /** Called when the device is attached. Its time is the clock of {@code bus} from now on. */
    default void attached(SimOneWireBus bus) {}

    /** Called with a reset pulse. The device answers it. */
    void resetPulse();

    /**
     * Called with a time slot.
     *
     * @param bit false if the controller writes a zero; true if it writes a one, or reads
     * @return false if the device pulls the wire low
     */
    boolean timeSlot(boolean bit);
}
