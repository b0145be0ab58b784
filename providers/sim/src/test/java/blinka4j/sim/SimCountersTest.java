// SPDX-License-Identifier: MIT
package blinka4j.sim;

import static blinka4j.time.Time.sleep;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import blinka4j.board.Board;
import blinka4j.countio.Counter;
import blinka4j.digitalio.Edge;
import blinka4j.digitalio.Pull;
import blinka4j.frequencyio.FrequencyIn;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A program that counts edges and measures a frequency, on a simulated board. */
class SimCountersTest {
    private final SimBoard board = SimBoard.start(Boards.small());

    @AfterEach
    void close() {
        board.close();
    }

    private void pulses(int count) {
        for (int i = 0; i < count; i++) {
            board.pin("D4").drive(true).drive(false);
        }
    }

    @Test
    void aCounterCountsTheEdgesOfItsKind() {
        for (Edge edge : Edge.values()) {
            board.pin("D4").drive(false);
            try (Counter counter = new Counter(Board.D4, edge)) {
                pulses(1000);
                board.pin("D4").drive(true);
                assertThat(counter.count())
                        .as("edges %s", edge)
                        .isEqualTo(
                                switch (edge) {
                                    case RISING -> 1001;
                                    case FALLING -> 1000;
                                    case BOTH -> 2001;
                                });
                counter.reset();
                assertThat(counter.count()).isZero();
            }
        }
    }

    @Test
    void theButtonOfACounterNeedsNoResistor() {
        try (Counter counter = new Counter(Board.D4, Edge.FALLING, Pull.UP)) {
            assertThat(board.pin("D4").pull()).isEqualTo(Pull.UP);
            board.pin("D4").drive(false).release();
            assertThat(counter.count()).isEqualTo(1);
        }
        assertThat(board.pin("D4").pull()).isNull();
        assertThat(board.pin("D4").isHeld()).isFalse();
    }

    /** A square wave, until the board is closed. */
    private void oscillate(double hertz) {
        board.clock().after(Duration.ofNanos(Math.round(1e9 / hertz / 2)), () -> {
            board.pin("D4").drive(!board.pin("D4").level());
            oscillate(hertz);
        });
    }

    @Test
    void aFrequencyIsMeasuredInSimulatedTime() {
        try (FrequencyIn in = new FrequencyIn(Board.D4)) {
            oscillate(440);
            assertThat(in.value()).isZero();
            sleep(0.1);
            assertThat(in.value()).isCloseTo(440, within(0.001));
            in.pause();
            sleep(1);
            assertThat(in.value()).isCloseTo(440, within(0.001));
            in.clear();
            assertThat(in.value()).isZero();
            in.resume();
            sleep(0.1);
            assertThat(in.value()).isCloseTo(440, within(0.001));
        }
    }
}
