// SPDX-License-Identifier: MIT
package blinka4j.drivers.irremote;

import java.util.List;

/**
 * Pulses and the code that they carry.
 *
 * @param code bytes, 0 to 255. The first bit is the highest one of the first byte. If the number of bits is not a multiple of 8, the last
 *     byte has fewer bits, which are its lowest ones. NEC, Samsung and Sony send the lowest bit first: reverse the bits of each byte
 */
public record IRMessage(List<Integer> pulses, List<Integer> code) implements BaseIRMessage {
    public IRMessage {
        pulses = List.copyOf(pulses);
        code = List.copyOf(code);
    }
}
