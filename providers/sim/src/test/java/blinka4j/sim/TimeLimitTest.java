// SPDX-License-Identifier: MIT
package blinka4j.sim;

import static blinka4j.time.Time.monotonic;
import static blinka4j.time.Time.sleep;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import blinka4j.board.Board;
import blinka4j.countio.Counter;
import blinka4j.digitalio.DigitalInOut;
import blinka4j.digitalio.DigitalInOutGroup;
import blinka4j.frequencyio.FrequencyIn;
import blinka4j.keypad.Keys;
import blinka4j.provider.Clock;
import blinka4j.pulseio.PulseIn;
import blinka4j.rotaryio.IncrementalEncoder;
import blinka4j.supervisor.Supervisor;
import blinka4j.time.Time;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import programs.Endless;

/** Loops that wait without a pause, and programs that do not end. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class TimeLimitTest {
    private static final Duration TEN = Duration.ofSeconds(10);

    private final SimBoard board = SimBoard.start(Boards.small());

    @AfterEach
    void close() {
        board.close();
    }

    private void later(Runnable action) {
        board.clock().after(Duration.ofMillis(250), action);
    }

    private void assertThatAQuarterOfASecondHasPassed() {
        assertThat(board.clock().nanos()).isBetween(250_000_000L, 280_000_000L);
    }

    @Test
    void aProgramWithPausesTakesOnlyTheTimeOfItsPauses() {
        try (DigitalInOut led = new DigitalInOut(Board.D18)) {
            led.switchToOutput();
            for (int i = 0; i < 1000; i++) {
                for (int read = 0; read < 20; read++) {
                    led.value(!led.value());
                    monotonic();
                }
                sleep(0.001);
            }
            assertThat(monotonic()).isEqualTo(1.0);
        }
    }

    @Test
    void afterAHundredReadingsAtOneMomentEachTakesAMicrosecond() {
        try (DigitalInOut button = new DigitalInOut(Board.D4)) {
            button.switchToInput();
            for (int i = 0; i < 100; i++) {
                assertThat(button.value()).isFalse();
            }
            assertThat(board.clock().nanos()).isZero();
            for (int i = 0; i < 50; i++) {
                assertThat(button.value()).isFalse();
            }
            assertThat(board.clock().nanos()).isEqualTo(50_000);
            sleep(1);
            assertThat(button.value()).isFalse();
            assertThat(board.clock().nanos()).isEqualTo(1_000_050_000);
        }
    }

    @Test
    void aLoopThatReadsAPinSeesItsChange() {
        later(() -> board.pin("D4").drive(true));
        try (DigitalInOut button = new DigitalInOut(Board.D4)) {
            button.switchToInput();
            while (!button.value()) {
                // As a program without a pause does.
            }
        }
        assertThatAQuarterOfASecondHasPassed();
    }

    @Test
    void aLoopThatReadsSeveralPinsSeesTheirChange() {
        later(() -> board.pin("D5").drive(true));
        try (DigitalInOutGroup buttons = new DigitalInOutGroup(Board.D4, Board.D5)) {
            buttons.switchToInput();
            while (buttons.value() == 0) {
                // As a program without a pause does.
            }
        }
        assertThatAQuarterOfASecondHasPassed();
    }

    @Test
    void aLoopUntilATimeEnds() {
        while (monotonic() < 0.25) {
            // As a program without a pause does.
        }
        assertThatAQuarterOfASecondHasPassed();
        int start = Supervisor.ticksMs();
        while (Supervisor.ticksMs() - start < 500) {
            // As a program without a pause does.
        }
        assertThat(monotonic()).isCloseTo(0.75, within(0.01));
        while (Time.monotonic(board.blinka()) < 1) {
            // As a program without a pause does.
        }
        assertThat(monotonic()).isCloseTo(1, within(0.01));
    }

    @Test
    void aLoopThatWaitsForAKeySeesItsEvent() {
        later(() -> board.pin("D4").drive(true));
        try (Keys keys = new Keys(List.of(Board.D4), true)) {
            while (keys.events().get() == null) {
                // As CircuitPython's examples do.
            }
        }
        assertThat(monotonic()).as("with debounce").isBetween(0.25, 0.3);
    }

    @Test
    void aLoopThatWaitsForCountsSeesThem() {
        later(() -> board.pin("D4").drive(true).release().drive(true).release());
        try (Counter counter = new Counter(Board.D4)) {
            while (counter.count() < 2) {
                // As a program without a pause does.
            }
        }
        assertThatAQuarterOfASecondHasPassed();
    }

    @Test
    void aLoopThatWaitsForAnEncoderSeesItTurn() {
        later(() -> {
            board.pin("D4").drive(false);
            board.pin("D5").drive(false);
            board.pin("D4").drive(true);
            board.pin("D5").drive(true);
        });
        board.pin("D4").drive(true);
        board.pin("D5").drive(true);
        try (IncrementalEncoder knob = new IncrementalEncoder(Board.D4, Board.D5)) {
            while (knob.position() == 0) {
                // As a program without a pause does.
            }
        }
        assertThatAQuarterOfASecondHasPassed();
    }

    @Test
    void aLoopThatWaitsForPulsesSeesThem() {
        later(() -> board.pin("D4").drive(true).release());
        try (PulseIn pulses = new PulseIn(Board.D4)) {
            while (pulses.length() == 0) {
                // As CircuitPython's examples do.
            }
        }
        assertThatAQuarterOfASecondHasPassed();
    }

    @Test
    void aLoopThatWaitsForAFrequencySeesIt() {
        for (int i = 0; i < 100; i++) {
            board.clock()
                    .after(
                            Duration.ofMillis(200 + i),
                            () -> board.pin("D4").drive(true).release());
        }
        try (FrequencyIn input = new FrequencyIn(Board.D4)) {
            while (input.value() == 0) {
                // As a program without a pause does.
            }
            assertThat(input.value()).isEqualTo(1000);
        }
    }

    @Test
    void theLimitEndsAProgramAndNamesItsLine() {
        board.clock().limit(TEN);

        assertThatThrownBy(Endless::blink)
                .isInstanceOf(TimeLimitError.class)
                .hasMessageContainingAll("10.0 s", "programs.Endless.blink(Endless.java:");

        assertThat(board.clock().now()).isEqualTo(TEN);
        assertThat(board.pin("D18").isHeld()).isFalse();
    }

    @Test
    void theLimitEndsLoopsWithoutPauses() {
        board.clock().limit(Duration.ofSeconds(1));
        assertThatThrownBy(Endless::waitForButton)
                .isInstanceOf(TimeLimitError.class)
                .hasMessageContaining("Endless.waitForButton");

        board.clock().limit(Duration.ofSeconds(1));
        assertThatThrownBy(Endless::toggle).isInstanceOf(TimeLimitError.class).hasMessageContaining("Endless.toggle");

        board.clock().limit(Duration.ofSeconds(1));
        assertThatThrownBy(Endless::waitForTime)
                .isInstanceOf(TimeLimitError.class)
                .hasMessageContaining("Endless.waitForTime");

        board.clock().limit(Duration.ofSeconds(1));
        assertThatThrownBy(Endless::tryAgain)
                .isInstanceOf(TimeLimitError.class)
                .hasMessageContaining("Endless.tryAgain");
    }

    @Test
    void aProgramMayEndBeforeTheLimit() {
        board.clock().limit(TEN).cancel();
        sleep(20);

        Clock.Alarm limit = board.clock().limit(TEN);
        sleep(9.9);
        limit.cancel();
        sleep(100);

        assertThat(monotonic()).isEqualTo(129.9);
    }

    @Test
    void aProgramThatWaitsForSomethingElseIsInterrupted() {
        board.clock().limit(TEN, Duration.ofMillis(20));

        assertThatThrownBy(Endless::forget)
                .isInstanceOf(TimeLimitError.class)
                .hasMessageContainingAll("0.02 s of real time", "Endless.forget");

        assertThat(Thread.currentThread().isInterrupted()).isFalse();
        assertThat(board.clock().now()).isEqualTo(Duration.ZERO);
    }

    @Test
    @SuppressWarnings("ThreadSleepMillis") // What is interrupted is not the board's time.
    void anInterruptDoesNotReachTheNextTest() {
        Clock.Alarm limit = board.clock().limit(TEN, Duration.ofMillis(1));
        assertThatThrownBy(() -> Thread.sleep(60_000)).isInstanceOf(InterruptedException.class);
        Thread.currentThread().interrupt();

        limit.cancel();

        assertThat(Thread.currentThread().isInterrupted()).isFalse();
        sleep(20);
    }

    @Test
    void aClockOfRealTimeHasALimitToo() {
        try (SimClock clock = SimClock.running();
                SimBoard real = SimBoard.open(Boards.small(), clock)) {
            clock.limit(Duration.ofMillis(20));

            assertThatThrownBy(() -> {
                        while (true) {
                            Time.sleep(real.blinka(), 1000);
                        }
                    })
                    .isInstanceOf(TimeLimitError.class);

            clock.limit(Duration.ofMillis(20));
            assertThatThrownBy(() -> {
                        while (true) {
                            Time.monotonic(real.blinka());
                        }
                    })
                    .isInstanceOf(TimeLimitError.class);
        }
    }

    @Test
    void aLimitInThePastIsAnError() {
        assertThatThrownBy(() -> board.clock().limit(Duration.ofSeconds(-1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> board.clock().limit(TEN, Duration.ofSeconds(-1)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /** 2^63 ns are 292 years. */
    @Test
    void aLimitMayBeLongerThanTheClockCanCount() {
        board.clock().advance(Duration.ofDays(365));
        board.clock().limit(Duration.ofSeconds(Long.MAX_VALUE), Duration.ofSeconds(Long.MAX_VALUE));
        sleep(1);
    }
}
