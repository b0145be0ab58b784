// SPDX-License-Identifier: MIT
package blinka4j.lab;

import static org.assertj.core.api.Assertions.assertThat;

import blinka4j.lab.guest.SeveralChips;
import blinka4j.trace.Replay;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A program that {@link TraceIT} recorded in the guest "sabrelite" runs on the trace, without the guest. */
class RecordedTest {
    private static final Path TRACE = Path.of("lab/sabrelite.trace");

    /** The values are those that the test set from outside, and the JEDEC id of the flash's data sheet. */
    @Test
    void theProgramSeesWhatItSawInTheGuest() {
        List<String> output = new ArrayList<>();
        try (Replay replay = Replay.strict(TRACE).use()) {
            SeveralChips.run(output::add);
            assertThat(replay.blinka().board().id()).isEqualTo("SABRELITE");
        }
        assertThat(output).hasSize(11);
        assertThat(output.get(0)).isEqualTo("temperature: 25.5");
        assertThat(output.get(1)).startsWith("field: Magnetic[x=12.");
        assertThat(output.subList(2, 11))
                .containsExactly(
                        "date: 2028-02-28",
                        "memory: 0102ff",
                        "at 0x49: false",
                        "flash: bf2541",
                        "press",
                        "edge 1: true",
                        "edge 2: false",
                        "edge 3: true",
                        "edge 4: false");
    }
}
