// SPDX-License-Identifier: MIT
package blinka4j.sim;

import static blinka4j.time.Time.sleep;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import blinka4j.board.Board;
import blinka4j.digitalio.DigitalInOut;
import blinka4j.digitalio.Edge;
import blinka4j.digitalio.Pull;
import blinka4j.pwmio.PWMOut;
import blinka4j.sim.chips.SimDHT22;
import blinka4j.sim.chips.SimMCP9808;
import blinka4j.sim.chips.SimTCA9548A;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import programs.Endless;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RunUntilTest {
    private final SimBoard board = SimBoard.start(Boards.small());

    @AfterEach
    void close() {
        board.close();
    }

    @Test
    void timePassesUntilTheConditionHolds() {
        board.clock().after(Duration.ofMillis(300), () -> board.pin("D4").drive(true));

        board.runUntil(() -> board.pin("D4").level());

        assertThat(board.clock().now()).isEqualTo(Duration.ofMillis(300));
        board.runUntil(() -> board.pin("D4").level());
        assertThat(board.clock().now()).isEqualTo(Duration.ofMillis(300));
    }

    @Test
    void theConditionMayDependOnTheTimeAlone() {
        board.runUntil(() -> board.clock().nanos() >= 1_500_500);
        assertThat(board.clock().now()).isEqualTo(Duration.ofMillis(2));
    }

    @Test
    void theListenersOfAProgramRunMeanwhile() {
        try (DigitalInOut button = new DigitalInOut(Board.D4);
                DigitalInOut led = new DigitalInOut(Board.D18)) {
            button.switchToInput(Pull.UP);
            led.switchToOutput();
            button.onEdge(Edge.FALLING, Duration.ofMillis(10), event -> led.value(true));
            board.clock().after(Duration.ofMillis(300), () -> board.pin("D4").drive(false));

            board.runUntil(() -> board.pin("D18").level(), Duration.ofSeconds(1));

            assertThat(board.clock().now()).isEqualTo(Duration.ofMillis(310));
        }
    }

    @Test
    void anErrorTellsTheLimitAndWhatTheBoardLooksLike() {
        board.i2c().attach(0x18, new SimMCP9808().temperature(21));
        try (DigitalInOut button = new DigitalInOut(Board.D4);
                DigitalInOut led = new DigitalInOut(Board.D17);
                PWMOut servo = new PWMOut(Board.D18, 0, 50)) {
            button.switchToInput(Pull.UP);
            led.switchToOutput(true);
            servo.dutyCycle(65535 / 10);

            assertThatThrownBy(() -> board.runUntil(() -> false, Duration.ofSeconds(2)))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContainingAll(
                            "2.0 s",
                            "D4: input with pull-up, high",
                            "D17: output, high",
                            "D18: PWM, 50.0 Hz",
                            "SimMCP9808: temperature 21.0 °C");
            assertThat(board.clock().now()).isEqualTo(Duration.ofSeconds(2));
        }
    }

    @Test
    void aProgramEndsWhenTheConditionHolds() {
        board.runUntil(Endless::blink, () -> board.pin("D18").history().size() == 5);

        assertThat(board.clock().now()).isEqualTo(Duration.ofMillis(2001));
        assertThat(board.pin("D18").isHeld()).isFalse();
        sleep(100);
    }

    @Test
    void aLoopWithoutPausesEndsWhenTheConditionHolds() {
        board.runUntil(Endless::waitForButton, () -> board.clock().nanos() > 5_000_000);
        board.runUntil(Endless::tryAgain, () -> board.clock().nanos() > 10_000_000);

        assertThat(board.clock().nanos()).isLessThan(20_000_000);
        assertThat(board.pin("D4").isHeld()).isFalse();
    }

    @Test
    void aProgramThatDoesNotMeetTheConditionIsEndedWithItsLine() {
        assertThatThrownBy(() -> board.runUntil(Endless::blink, () -> false, Duration.ofSeconds(3)))
                .isInstanceOf(TimeLimitError.class)
                .hasMessageContainingAll("3.0 s", "programs.Endless.blink(", "D18: output, ");
        sleep(100);
    }

    @Test
    void aProgramThatEndsTooEarlyIsAnError() {
        assertThatThrownBy(() -> board.runUntil(() -> sleep(0.5), () -> false))
                .isInstanceOf(AssertionError.class)
                .hasMessageContainingAll("ended", "0.5 s");
    }

    @Test
    void theConditionIsAskedOnceMoreAtTheEndOfTheProgram() {
        board.runUntil(
                () -> {
                    sleep(0.5);
                    board.pin("D4").drive(true);
                },
                () -> board.pin("D4").level());

        assertThat(board.clock().now()).isEqualTo(Duration.ofMillis(500));
    }

    @Test
    void anExceptionOfTheProgramIsThrown() {
        assertThatThrownBy(() -> board.runUntil(
                        () -> {
                            throw new IllegalStateException("mine");
                        },
                        () -> false))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("mine");
        sleep(100);
    }

    @Test
    void aProgramRunsForATime() {
        sleep(7);

        board.runFor(Endless::blink, Duration.ofMillis(1_700));

        assertThat(board.clock().now()).isEqualTo(Duration.ofMillis(8_700));
        assertThat(board.pin("D18").history()).hasSize(4);
        assertThat(board.pin("D18").isHeld()).isFalse();
        sleep(100);
    }

    @Test
    void aLoopWithoutPausesRunsForATimeLongerThanAMinute() {
        board.runFor(() -> sleep(Duration.ofDays(3).toSeconds()), Duration.ofDays(2));
        board.runFor(Endless::waitForButton, Duration.ofMillis(5));

        assertThat(board.clock().now()).isEqualTo(Duration.ofDays(2).plusMillis(5));
    }

    @Test
    void whatIsCheckedMeanwhileEndsTheProgram() {
        board.clock()
                .after(
                        Duration.ofMillis(200),
                        () -> assertThat(board.pin("D18").level()).isFalse());

        assertThatThrownBy(() -> board.runFor(Endless::blink, Duration.ofSeconds(3)))
                .isInstanceOf(AssertionError.class);
        assertThat(board.clock().now()).isEqualTo(Duration.ofMillis(200));
    }

    @Test
    void aProgramThatEndsBeforeItsTimeIsAnError() {
        assertThatThrownBy(() -> board.runFor(() -> sleep(0.5), Duration.ofSeconds(3)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContainingAll("ended", "0.5 s", "3.0 s");
        sleep(100);
    }

    @Test
    void aBoardListsItsPartsAlsoBehindAMultiplexer() {
        SimMCP9808 sensor = new SimMCP9808();
        SimMCP9808 hidden = new SimMCP9808();
        SimTCA9548A multiplexer = new SimTCA9548A(board.clock());
        multiplexer.channel(7).attach(0x18, hidden);
        board.i2c().attach(0x19, sensor).attach(0x70, multiplexer);
        SimDHT22 dht = new SimDHT22();
        dht.attachTo(board, "D18");

        assertThat(board.parts()).containsExactly(dht, sensor, multiplexer, hidden);
        assertThat(dht.pinNames()).containsExactly("D18");
        assertThat(sensor.pinNames()).isEmpty();
        assertThat(dht).hasToString("SimDHT22(D18)");
    }
}
