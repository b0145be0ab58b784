// SPDX-License-Identifier: MIT
package blinka4j.drivers.irremote;

import blinka4j.pulseio.PulseIn;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads and decodes the pulses of infrared remote controls, and waits for them. {@link IRRemote} says which ones. */
public final class GenericDecode {
    private static final int MAX_PULSE = 10_000;
    private static final double WINDOW = 0.10;

    /** The same as {@link IRRemote#binData}. */
    public List<IRRemote.Bin> binData(List<Integer> pulses) {
        return IRRemote.binData(pulses);
    }

    /**
     * Decodes a burst of pulses.
     *
     * @return the bytes, as in {@link IRMessage#code}
     * @throws IRNECRepeatException if it is NEC's repeat code
     * @throws IRDecodeException if it carries no code
     */
    public List<Integer> decodeBits(List<Integer> pulses) {
        try {
            if (IRRemote.decodeBits(pulses) instanceof IRMessage message) {
                return message.code();
            }
        } catch (FailedToDecode e) {
            throw new IRDecodeException(e);
        }
        throw new IRNECRepeatException();
    }

    /** Waits for a burst of pulses: it ends when no pulse has come for 0.1 s, or after a pulse of more than 10 ms. */
    public List<Integer> readPulses(PulseIn inputPulses) {
        List<Integer> pulses = readPulses(inputPulses, MAX_PULSE, true, WINDOW, WINDOW);
        return pulses == null ? List.of() : pulses;
    }

    /**
     * Reads a burst of pulses. While a key is pressed, remote controls repeat about every 0.11 s: with a longer window this waits until the
     * key is released, and returns the first code.
     *
     * @param maxPulse in µs; what follows a longer pulse is dropped
     * @param blocking false to return null if there are no pulses
     * @param pulseWindow the burst has ended when no pulse has come for so long, in s
     * @param blockingDelay the time between looks for a first pulse, in s
     * @throws blinka4j.BusException of kind INTERRUPTED if the thread is interrupted
     */
    public @Nullable List<Integer> readPulses(
            PulseIn inputPulses, int maxPulse, boolean blocking, double pulseWindow, double blockingDelay) {
        while (true) {
            List<Integer> pulses = read(inputPulses, maxPulse, pulseWindow);
            if (pulses != null || !blocking) {
                return pulses;
            }
            pause(inputPulses, blockingDelay);
        }
    }

    private static @Nullable List<Integer> read(PulseIn input, int maxPulse, double window) {
        List<Integer> received = null;
        boolean ended = false;
        while (!input.isEmpty()) {
            while (!input.isEmpty()) {
                int pulse = input.popleft();
                if (pulse > maxPulse) {
                    ended = received != null;
                } else if (!ended) {
                    received = received == null ? new ArrayList<>() : received;
                    received.add(pulse);
                }
            }
            pause(input, window);
        }
        return received;
    }

    private static void pause(PulseIn input, double seconds) {
        input.clock().pause(Duration.ofNanos(Math.round(seconds * 1e9)), input.toString());
    }
}
