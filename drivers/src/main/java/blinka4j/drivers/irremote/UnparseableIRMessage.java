// SPDX-License-Identifier: MIT
package blinka4j.drivers.irremote;

import java.util.List;

/**
 * Pulses that carry no code.
 *
 * @param reason in the words of CircuitPython's library
 */
public record UnparseableIRMessage(List<Integer> pulses, String reason) implements BaseIRMessage {
    public UnparseableIRMessage {
        pulses = List.copyOf(pulses);
    }
}
