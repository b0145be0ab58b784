// SPDX-License-Identifier: MIT
package blinka4j.rotaryio;

import static org.assertj.core.api.Assertions.assertThat;

import blinka4j.board.Board;
import org.junit.jupiter.api.Test;

class IncrementalEncoderTest {
    @Test
    void theValueIsThatOfThePin() {
        try (IncrementalEncoder it = new IncrementalEncoder(Board.D18)) {
            assertThat(it.value()).isZero();
        }
    }
}
