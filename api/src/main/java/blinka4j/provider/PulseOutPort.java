// SPDX-License-Identifier: MIT
package blinka4j.provider;

/** An output that sends pulses of a carrier, for an infrared LED. */
public interface PulseOutPort extends Port {
    /** The most pulses and pauses of one {@link #send}. This and the next are the limits of Linux. */
    int MOST_PULSES = 1023;

    /** The longest {@link #send} in µs. */
    int LONGEST_MICROS = 500_000;

    /**
     * Sends pulses, and waits for their end. The output is off then.
     *
     * @param micros the lengths in µs, each more than 0: a pulse of the carrier, a pause, and so on, and a pulse at the end. So their
     *     number is odd. It is at most {@link #MOST_PULSES}, and their sum at most {@link #LONGEST_MICROS}
     * @throws blinka4j.HardwareException if the output is gone, or refuses the carrier
     */
    void send(int[] micros);

    /** Switches the output off and releases it. Closing again does nothing. */
    @Override
    void close();
}
