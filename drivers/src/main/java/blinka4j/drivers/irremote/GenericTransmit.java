// SPDX-License-Identifier: MIT
package blinka4j.drivers.irremote;

import blinka4j.pulseio.PulseOut;
import java.time.Duration;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Sends codes of infrared remote controls: each bit is a pulse and a pause of light.
 *
 * <pre>{@code
 * // NEC: address 4, command 8. Remote controls send the lowest bit of each byte first, and this the highest.
 * var nec = new GenericTransmit(new int[] {9000, 4500}, new int[] {560, 1690}, new int[] {560, 560}, 560);
 * try (PulseOut led = new PulseOut(Board.D18)) {
 *     nec.transmit(led, new int[] {0x20, 0xDF, 0x10, 0xEF});
 * }
 * }</pre>
 */
public final class GenericTransmit {
    private static final int LONGEST = 0xFFFF;
    private static final int BYTE = 8;

    private final int[] header;
    private final int[] one;
    private final int[] zero;
    private final @Nullable Integer trail;

    /**
     * Describes a protocol. All lengths are in µs, 0 to 65535.
     *
     * @param header the pulse and the pause before the bits
     * @param one the pulse and the pause of a bit that is 1
     * @param zero the pulse and the pause of a bit that is 0
     * @param trail the pulse after the bits; null for none
     */
    public GenericTransmit(int[] header, int[] one, int[] zero, @Nullable Integer trail) {
        this.header = pair("header", header);
        this.one = pair("one", one);
        this.zero = pair("zero", zero);
        this.trail = trail;
        if (trail != null) {
            require("trail", trail);
        }
    }

    private static int[] pair(String what, int[] lengths) {
        if (lengths.length != 2) {
            throw new IllegalArgumentException(
                    "the %s of a code has %s lengths. It must have 2, a pulse and a pause in µs."
                            .formatted(what, lengths.length));
        }
        for (int length : lengths) {
            require(what, length);
        }
        return lengths.clone();
    }

    private static void require(String what, int length) {
        if (length < 0 || length > LONGEST) {
            throw new IllegalArgumentException(
                    "a %s of %s µs is not possible. It must be 0 to %s µs.".formatted(what, length, LONGEST));
        }
    }

    /** Sends bytes once, and waits for the end. */
    public void transmit(PulseOut pulseout, int[] data) {
        transmit(pulseout, data, 0, 0, BYTE * data.length);
    }

    /**
     * Sends bytes, and waits for the end.
     *
     * @param data 0 to 255 each; the highest bit is sent first
     * @param repeat how often to send it again
     * @param delay the time from the end to the next start, in s
     * @param nbits the number of bits to send; all, if there are not so many
     * @throws IllegalArgumentException if an argument is out of range; then nothing is sent
     * @throws blinka4j.BusException of kind INTERRUPTED if the thread is interrupted during a delay
     */
    public void transmit(PulseOut pulseout, int[] data, int repeat, double delay, int nbits) {
        if (repeat < 0 || !(delay >= 0 && delay <= Integer.MAX_VALUE) || nbits < 0) {
            throw new IllegalArgumentException("repeat, delay and nbits must be 0 or more; they are %s, %s s and %s."
                    .formatted(repeat, delay, nbits));
        }
        int[] pulses = encode(data, Math.min(nbits, BYTE * data.length));
        pulseout.send(pulses);
        for (int i = 0; i < repeat; i++) {
            pulseout.clock().pause(Duration.ofNanos(Math.round(delay * 1e9)), pulseout.toString());
            pulseout.send(pulses);
        }
    }

    private int[] encode(int[] data, int bits) {
        for (int each : data) {
            if (each < 0 || each > 0xFF) {
                throw new IllegalArgumentException("%s is no byte. Data must be 0 to 255.".formatted(each));
            }
        }
        int[] pulses = Arrays.copyOf(header, 2 + 2 * bits + (trail == null ? 0 : 1));
        for (int bit = 0; bit < bits; bit++) {
            boolean set = (data[bit / BYTE] << bit % BYTE & 0x80) != 0;
            System.arraycopy(set ? one : zero, 0, pulses, 2 + 2 * bit, 2);
        }
        if (trail != null) {
            pulses[pulses.length - 1] = trail;
        }
        return pulses;
    }
}
