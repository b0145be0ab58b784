// SPDX-License-Identifier: MIT
package blinka4j.drivers.irremote;

import java.util.List;

/** The short code of NEC's protocol that says that the key is still pressed. */
public record NECRepeatIRMessage(List<Integer> pulses) implements BaseIRMessage {
    public NECRepeatIRMessage {
        pulses = List.copyOf(pulses);
    }
}
