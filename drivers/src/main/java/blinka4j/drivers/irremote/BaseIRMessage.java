// SPDX-License-Identifier: MIT
package blinka4j.drivers.irremote;

import java.util.List;

/** What a burst of pulses was. */
public sealed interface BaseIRMessage permits IRMessage, NECRepeatIRMessage, UnparseableIRMessage {
    /** The lengths in µs, the first of which is of light. */
    List<Integer> pulses();
}
