// SPDX-License-Identifier: MIT
package blinka4j.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import blinka4j.PinException;
import blinka4j.pulseio.PulseIn;
import blinka4j.pulseio.PulseOut;
import blinka4j.sim.SimPwm.Change;
import blinka4j.sim.chips.SimIRReceiver;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SimPulseOutTest {
    private static final Duration PERIOD = Duration.ofNanos(26_316);
    private static final Duration HALF = Duration.ofNanos(13_158);

    private final SimBoard board = SimBoard.open(Boards.small());

    @AfterEach
    void close() {
        board.close();
    }

    private PulseOut open(String pin, int frequency, int dutyCycle) {
        return new PulseOut(board.blinka().pin(pin), frequency, dutyCycle);
    }

    private static Change change(long micros, Duration period, Duration high) {
        return new Change(Duration.ofNanos(micros * 1000), period, high);
    }

    /** On D12 is a PWM controller, on D4 none. */
    @ParameterizedTest
    @ValueSource(strings = {"D12", "D4"})
    void eachPulseAndPauseIsAChangeOfTheOutputAtItsTime(String pin) {
        try (PulseOut out = open(pin, 38_000, 32_768)) {
            assertThat(board.pin(pin).isOutput()).isTrue();
            out.send(9000, 4500, 560, 1000);
            assertThat(board.clock().now()).isEqualTo(Duration.ofNanos(15_060_000));
            out.send(100);
        }
        assertThat(board.pwm(pin).history())
                .containsExactly(
                        change(0, PERIOD, Duration.ZERO),
                        change(0, PERIOD, HALF),
                        change(9000, PERIOD, Duration.ZERO),
                        change(13_500, PERIOD, HALF),
                        change(14_060, PERIOD, Duration.ZERO),
                        change(15_060, PERIOD, HALF),
                        change(15_160, PERIOD, Duration.ZERO),
                        change(15_160, Duration.ZERO, Duration.ZERO));
        assertThat(board.pin(pin).isHeld()).isFalse();
    }

    @Test
    void thePinHasTheLevelOfAPulseWithoutItsCarrier() {
        board.wire("D4", "D5");
        try (PulseOut out = open("D4", 38_000, 65_535);
                PulseIn in = new PulseIn(board.blinka().pin("D5"), 10, false)) {
            out.send(9000, 4500, 560, 1690, 560);
            assertThat(IntStream.range(0, in.length()).map(in::get)).containsExactly(9000, 4500, 560, 1690, 560);
        }
    }

    /** Vishay's TSOP38238 is for 38 kHz. */
    @ParameterizedTest
    @CsvSource({
        "38000, 32768, true",
        "36000, 21845, true",
        "40000, 1, true",
        "30000, 32768, false",
        "56000, 32768, false",
        "38000, 65535, false"
    })
    void aReceiverSeesPulsesOfItsCarrier(int frequency, int dutyCycle, boolean seen) {
        new SimIRReceiver(board, "D5").sees(board.pwm("D12"));
        try (PulseOut out = open("D12", frequency, dutyCycle);
                PulseIn in = new PulseIn(board.blinka().pin("D5"), 10, true)) {
            out.send(560, 1690, 560);
            assertThat(IntStream.range(0, in.length()).mapToObj(in::get).toList())
                    .isEqualTo(seen ? List.of(560, 1690, 560) : List.of());
        }
    }

    /** As on Linux, where the kernel sends all pulses in one call. */
    @Test
    @Timeout(60)
    void aCloseOnAnotherThreadWaitsForTheEndOfThePulses() throws InterruptedException {
        PulseOut out = open("D12", 38_000, 32_768);
        Thread closer = new Thread(out::close);
        board.clock().after(Duration.ofNanos(100_000), () -> {
            closer.start();
            while (closer.getState() != Thread.State.BLOCKED && closer.isAlive()) {
                Thread.onSpinWait();
            }
        });
        out.send(500, 500, 500);
        closer.join();
        assertThat(out.isClosed()).isTrue();
        assertThat(board.pwm("D12").history())
                .containsExactly(
                        change(0, PERIOD, Duration.ZERO),
                        change(0, PERIOD, HALF),
                        change(500, PERIOD, Duration.ZERO),
                        change(1000, PERIOD, HALF),
                        change(1500, PERIOD, Duration.ZERO),
                        change(1500, Duration.ZERO, Duration.ZERO));
    }

    @Test
    void aPinThatAnotherProgramUsesIsRefused() {
        board.pin("D4").heldBy("fan");
        assertThatThrownBy(() -> open("D4", 38_000, 32_768))
                .isInstanceOf(PinException.class)
                .hasMessageContaining("fan");
        board.pin("D4").heldBy(null);
        open("D4", 38_000, 32_768).close();
    }
}
