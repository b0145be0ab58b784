// SPDX-License-Identifier: MIT
package blinka4j.drivers.irremote;

import blinka4j.pulseio.PulseIn;
import java.util.ArrayList;
import java.util.List;

/** Decodes the pulses of infrared remote controls, and does not wait for them. {@link IRRemote} says which ones. */
public final class NonblockingGenericDecode {
    private static final int MAX_PULSE = 10_000;

    private final PulseIn pulses;
    private final int maxPulse;
    private final List<Integer> unparsed = new ArrayList<>();
    /** When the last pulse was read. */
    private long last;

    /** A pulse, or a pause, of more than 10 ms ends a message. */
    public NonblockingGenericDecode(PulseIn pulses) {
        this(pulses, MAX_PULSE);
    }

    /** @param maxPulse a longer pulse, or a pause, ends a message; in µs */
    public NonblockingGenericDecode(PulseIn pulses, int maxPulse) {
        this.pulses = pulses;
        this.maxPulse = maxPulse;
    }

    /** Reads all pulses and returns the messages that have ended. Call it again for one that has only begun. */
    public List<BaseIRMessage> read() {
        List<BaseIRMessage> messages = new ArrayList<>();
        long now = pulses.clock().nanos();
        if (!pulses.isEmpty()) {
            last = now;
        } else if (now - last > maxPulse * 1000L) {
            end(messages);
        }
        while (!pulses.isEmpty()) {
            int pulse = pulses.popleft();
            if (pulse <= maxPulse) {
                unparsed.add(pulse);
            } else {
                end(messages);
            }
        }
        return messages;
    }

    private void end(List<BaseIRMessage> messages) {
        if (!unparsed.isEmpty()) {
            try {
                messages.add(IRRemote.decodeBits(unparsed));
            } catch (FailedToDecode e) {
                messages.add(e.message());
            }
            unparsed.clear();
        }
    }
}
