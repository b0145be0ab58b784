// SPDX-License-Identifier: MIT
package blinka4j.drivers.characterlcd;

import java.time.Duration;

/** The wires to a display. */
interface Wires {
    /** Sends four bits, with a pulse of E. */
    void nibble(int bits, boolean isCharacter);

    void pause(Duration time);
}
