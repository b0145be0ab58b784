// SPDX-License-Identifier: MIT
package blinka4j.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import blinka4j.microcontroller.Microcontroller;
import blinka4j.microcontroller.Processor;
import blinka4j.microcontroller.ResetReason;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SimProcessorTest {
    @Test
    void aProgramSeesTheProcessorOfTheSimulatedBoardAndNotOfThisMachine() {
        try (SimBoard board = SimBoard.start(Boards.small())) {
            assertThat(Microcontroller.cpu().temperature()).isEqualTo(45);
            assertThat(Microcontroller.cpu().resetReason()).isEqualTo(ResetReason.UNKNOWN);

            board.processor()
                    .temperature(-12.5)
                    .frequency(600_000_000)
                    .voltage(0.8)
                    .resetReason(ResetReason.BROWNOUT)
                    .uid((byte) 0xe6, (byte) 0x61);

            Processor seen = Microcontroller.cpu();
            assertThat(seen.temperature()).isEqualTo(-12.5);
            assertThat(seen.frequency()).isEqualTo(600_000_000);
            assertThat(seen.voltage()).isEqualTo(0.8);
            assertThat(seen.resetReason()).isEqualTo(ResetReason.BROWNOUT);
            assertThat(seen.uid()).containsExactly(0xe6, 0x61);
            board.processor().resetReason(ResetReason.WATCHDOG);
            assertThat(seen.resetReason()).isEqualTo(ResetReason.WATCHDOG);
        }
    }

    @Test
    void aBoardOfItsThreadHasItsOwnProcessor() {
        try (SimBoard one = SimBoard.open(Boards.small());
                SimBoard other = SimBoard.open(Boards.small())) {
            one.processor().temperature(30);
            other.processor().temperature(60);
            try (var scope = blinka4j.runtime.Blinka.Scope.ofThread(other.blinka())) {
                assertThat(Microcontroller.cpu().temperature()).as("%s", scope).isEqualTo(60);
            }
        }
    }

    @Test
    void itsTemperatureMovesInTheTimeOfTheBoard() {
        try (SimBoard board = SimBoard.start(Boards.small())) {
            board.processor().quantity("temperature").follow(seconds -> 40 + seconds);
            board.clock().advance(Duration.ofSeconds(5));
            assertThat(Microcontroller.cpu().temperature()).isEqualTo(45);
        }
    }

    @Test
    void aValueThatNoProcessorHasIsAnError() {
        try (SimBoard board = SimBoard.open(Boards.small())) {
            SimProcessor processor = board.processor();
            assertThatThrownBy(() -> processor.temperature(Double.NaN)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> processor.frequency(0))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContainingAll("frequency", "1.0 to 1.0E10 Hz");
            assertThatThrownBy(() -> processor.uid(new byte[33]))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContainingAll("33 bytes", "1 to 32");
        }
    }
}
