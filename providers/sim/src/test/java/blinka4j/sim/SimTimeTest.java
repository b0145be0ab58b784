// SPDX-License-Identifier: MIT
package blinka4j.sim;

import static blinka4j.time.Time.monotonic;
import static blinka4j.time.Time.sleep;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import blinka4j.SleepInterruptedException;
import blinka4j.bitbangio.BitbangIO;
import blinka4j.board.Board;
import blinka4j.busio.BusClock;
import blinka4j.busio.I2C;
import blinka4j.digitalio.DigitalInOut;
import blinka4j.digitalio.Edge;
import blinka4j.microcontroller.Microcontroller;
import blinka4j.onewire.OneWireBus;
import blinka4j.time.Time;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A program that waits, on a simulated board. */
class SimTimeTest {
    @AfterEach
    void forgetTheInterrupt() {
        Thread.interrupted();
    }

    private static SimPin.Change change(long millis, boolean level) {
        return new SimPin.Change(Duration.ofMillis(millis), level);
    }

    @Test
    void aBlinkingLedChangesAtTheTimesThatTheProgramWaitsFor() {
        try (SimBoard board = SimBoard.start(Boards.small());
                DigitalInOut led = new DigitalInOut(Board.D18)) {
            led.switchToOutput();
            double start = monotonic();
            for (int i = 0; i < 2; i++) {
                led.value(true);
                sleep(0.5);
                led.value(false);
                sleep(0.5);
            }

            assertThat(monotonic() - start).isEqualTo(2.0);
            assertThat(board.pin("D18").history())
                    .containsExactly(change(0, true), change(500, false), change(1000, true), change(1500, false));
        }
    }

    @Test
    void eachBusHasTheTimeOfItsBoardWhicheverBoardIsTheCurrentOne() {
        try (SimBoard board = SimBoard.open(Boards.small());
                SimBoard other = SimBoard.open(Boards.small());
                SimBoard current = SimBoard.start(Boards.small());
                OneWireBus oneWire = new OneWireBus(board.blinka().pin("D4"));
                I2C bitbang =
                        BitbangIO.i2c(board.blinka().pin("D5"), board.blinka().pin("D6"))) {
            List<BusClock> clocks = List.of(
                    new BusClock(board.blinka().i2c()),
                    new BusClock(board.blinka().spi()),
                    new BusClock(board.blinka().uart()),
                    new BusClock(bitbang),
                    oneWire.clock());
            BusClock ofOther = new BusClock(other.blinka().i2c());
            current.clock().advance(Duration.ofHours(1));
            board.clock().advance(Duration.ofMillis(7));
            board.blinka().uart().sleep(Duration.ofMillis(2));
            assertThat(clocks).extracting(BusClock::nanos).containsOnly(9_000_000L);
            assertThat(ofOther.nanos()).isZero();
        }
    }

    @Test
    void aDriverThatOnlyAsksForTheTimeLetsItPass() {
        try (SimBoard board = SimBoard.open(Boards.small())) {
            BusClock clock = new BusClock(board.blinka().i2c());
            for (int i = 0; i < 1100; i++) {
                clock.nanos();
            }
            assertThat(clock.nanos()).isEqualTo(1_001_000);
        }
    }

    @Test
    void aShortDelayTakesSimulatedTimeAlsoWhileInterrupted() {
        try (SimBoard board = SimBoard.start(Boards.small())) {
            Microcontroller.delayUs(40);
            Thread.currentThread().interrupt();
            Microcontroller.delayUs(2);

            assertThat(board.clock().nanos()).isEqualTo(42_000);
            assertThat(Thread.currentThread().isInterrupted()).isTrue();
            Microcontroller.delayUs(Long.MAX_VALUE);
            assertThat(board.clock().nanos()).as("the end of time").isEqualTo(Long.MAX_VALUE);
        }
    }

    @Test
    void aLoopForEverEndsAtTheMomentWhenItIsInterrupted() {
        try (SimBoard board = SimBoard.start(Boards.small());
                DigitalInOut led = new DigitalInOut(Board.D18)) {
            Thread program = Thread.currentThread();
            board.clock().after(Duration.ofMillis(1200), program::interrupt);
            led.switchToOutput();

            assertThatThrownBy(() -> {
                        while (true) {
                            led.value(!led.value());
                            sleep(0.5);
                        }
                    })
                    .isInstanceOf(SleepInterruptedException.class);

            assertThat(Thread.currentThread().isInterrupted()).isTrue();
            assertThat(board.clock().now()).isEqualTo(Duration.ofMillis(1200));
            assertThat(board.pin("D18").history())
                    .containsExactly(change(0, true), change(500, false), change(1000, true));
        }
    }

    @Test
    void whatIsDueWhileTheProgramSleepsHappensAtItsTime() {
        try (SimBoard board = SimBoard.start(Boards.small());
                DigitalInOut button = new DigitalInOut(Board.D4)) {
            List<Long> edges = new ArrayList<>();
            button.onEdge(Edge.RISING, event -> edges.add(event.timestamp()));
            board.clock().after(Duration.ofMillis(300), () -> board.pin("D4").drive(true));

            sleep(1);

            assertThat(edges).containsExactly(300_000_000L);
            assertThat(Time.monotonicNanos()).isEqualTo(1_000_000_000);
        }
    }

    @Test
    void independentBoardsHaveTheirTimes() {
        try (SimBoard one = SimBoard.open(Boards.small());
                SimBoard other = SimBoard.open(Boards.small())) {
            Time.sleep(one.blinka(), 2.5);

            assertThat(Time.monotonic(one.blinka())).isEqualTo(2.5);
            assertThat(Time.monotonicNanos(one.blinka())).isEqualTo(2_500_000_000L);
            assertThat(Time.monotonic(other.blinka())).isZero();
        }
    }

    @Test
    void boardsMayShareAClock() {
        SimClock clock = new SimClock();
        try (SimBoard one = SimBoard.open(Boards.small(), clock);
                SimBoard other = SimBoard.open(Boards.small(), clock)) {
            Time.sleep(one.blinka(), 2.5);

            assertThat(other.clock()).isSameAs(clock);
            assertThat(Time.monotonic(other.blinka())).isEqualTo(2.5);
        }
    }

    @Test
    void aBoardCanBeStartedWithARealClock() {
        long before = System.nanoTime();
        try (SimClock clock = SimClock.running();
                SimBoard board = SimBoard.start(Boards.small(), clock)) {
            long start = Time.monotonicNanos();
            sleep(0.02);
            Microcontroller.delayUs(300);

            assertThat(Time.monotonicNanos() - start).isGreaterThanOrEqualTo(20_300_000);
            assertThat(System.nanoTime() - before).isGreaterThanOrEqualTo(20_300_000);
            assertThat(board.clock()).isSameAs(clock);
        }
    }

    @Test
    void onARealClockAnInterruptEndsTheWait() {
        try (SimClock clock = SimClock.running();
                SimBoard board = SimBoard.open(Boards.small(), clock)) {
            Thread.currentThread().interrupt();

            assertThatThrownBy(() -> Time.sleep(board.blinka(), 1000)).isInstanceOf(SleepInterruptedException.class);
            assertThat(Thread.currentThread().isInterrupted()).isTrue();
        }
    }
}
