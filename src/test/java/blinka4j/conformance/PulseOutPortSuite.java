// SPDX-License-Identifier: MIT
package blinka4j.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import blinka4j.provider.PulseOutPort;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is expected of each {@link PulseOutPort}. */
abstract class PulseOutPortSuite {
    /** Opens the output, with a carrier. */
    abstract PulseOutPort open();

    /** The lengths of the pulses of the carrier, and of the pauses between them, so far, in µs. */
    abstract List<Integer> received();

    @Test
    void nothingIsSentAtFirst() {
        open().close();
        assertThat(received()).isEmpty();
    }

    /** The beginning of an NEC code. */
    @Test
    void pulsesAndPausesAreSentInTurn() {
        try (PulseOutPort port = open()) {
            port.send(new int[] {9000, 4500, 560, 1690, 560});
            assertThat(received()).containsExactly(9000, 4500, 560, 1690, 560);
        }
    }

    @Test
    void onePulseIsSent() {
        try (PulseOutPort port = open()) {
            port.send(new int[] {1});
        }
        assertThat(received()).containsExactly(1);
    }

    @Test
    void theMostAndTheLongestPulsesAreSent() {
        int[] most = new int[PulseOutPort.MOST_PULSES];
        Arrays.fill(most, PulseOutPort.LONGEST_MICROS / PulseOutPort.MOST_PULSES);
        try (PulseOutPort port = open()) {
            port.send(most);
        }
        assertThat(received()).hasSize(PulseOutPort.MOST_PULSES).containsOnly(most[0]);
    }

    @Test
    void aClosedPortIsRefusedAndTheOutputCanBeOpenedAgain() {
        PulseOutPort port = open();
        port.close();
        port.close();
        assertThat(port.name()).isNotEmpty();
        assertThatThrownBy(() -> port.send(new int[] {100})).isInstanceOf(IllegalStateException.class);
        assertThat(received()).isEmpty();
        open().close();
    }
}
