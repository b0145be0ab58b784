// SPDX-License-Identifier: MIT
package blinka4j.provider;

/**
 * What a {@link Provider} also implements if the processor of its board is not the one that this program runs on: of a board on a USB
 * cable, or of a simulated one. {@code Microcontroller.cpu()} asks it. Without it, the Linux of this machine is asked.
 */
public interface BoardProcessor {
    /** Why the board started last. */
    enum Start {
        /** The supply was too low. */
        BROWNOUT,
        /** The watchdog was not fed in time. */
        WATCHDOG,
        /** Another reason, or none that the board reports. */
        UNKNOWN
    }

    /** The processor that this program runs on, as the Linux of {@code host} describes it. */
    static BoardProcessor of(Host host) {
        return new LinuxProcessor(host);
    }

    /**
     * The temperature in °C.
     *
     * @throws blinka4j.NotAvailableException if the board does not report it
     */
    double temperature();

    /**
     * The clock frequency in Hz.
     *
     * @throws blinka4j.NotAvailableException if the board does not report it
     */
    long frequency();

    /** The supply voltage in V; NaN if the board does not report it. */
    double voltage();

    /** The reason of the last start; {@link Start#UNKNOWN} if the board does not report it. */
    Start lastStart();

    /**
     * The serial number, 1 to 32 bytes.
     *
     * @throws blinka4j.NotAvailableException if the board has none
     */
    byte[] uid();
}
