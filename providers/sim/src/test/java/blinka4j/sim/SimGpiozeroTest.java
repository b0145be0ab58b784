// SPDX-License-Identifier: MIT
package blinka4j.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import blinka4j.board.Board;
import blinka4j.digitalio.Pull;
import blinka4j.gpiozero.Button;
import blinka4j.gpiozero.Led;
import blinka4j.sim.SimPin.Change;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A LED and a button on a simulated board. Expected values: gpiozero's documentation of LED and Button. */
class SimGpiozeroTest {
    private final SimBoard board = SimBoard.start(Boards.small());
    private final SimPin pin = board.pin("D4");
    private final List<String> seen = new ArrayList<>();

    @AfterEach
    void close() {
        board.close();
    }

    private void pass(long millis) {
        board.clock().advance(Duration.ofMillis(millis));
    }

    private void press() {
        pin.drive(false);
    }

    private static Change at(long millis, boolean level) {
        return new Change(Duration.ofMillis(millis), level);
    }

    @Test
    void aLedIsOffAtFirstAndOffAfterClose() {
        Led led = new Led(Board.D4);
        assertThat(led.isLit()).isFalse();
        led.on();
        assertThat(pin.level()).isTrue();
        assertThat(led.value()).isTrue();
        led.toggle();
        assertThat(pin.level()).isFalse();
        led.toggle();
        led.off();
        assertThat(led.isLit()).isFalse();
        led.close();
        led.close();
        assertThat(pin.isHeld()).isFalse();
        assertThatThrownBy(led::on).isInstanceOf(IllegalStateException.class).hasMessageContaining("closed");
    }

    @Test
    void aLedThatIsActiveLowIsLitByALowLevel() {
        try (Led led = new Led(Board.D4, false)) {
            assertThat(pin.level()).isTrue();
            led.on();
            assertThat(pin.level()).isFalse();
            assertThat(led.isLit()).isTrue();
        }
    }

    @Test
    void aLedBlinksAsOftenAsAsked() {
        try (Led led = new Led(Board.D4)) {
            pin.clearHistory();
            led.blink(0.1, 0.3, 2);
            pass(5000);
            assertThat(pin.history()).containsExactly(at(0, true), at(100, false), at(400, true), at(500, false));
            assertThat(led.isLit()).isFalse();
        }
    }

    @Test
    void anotherCommandEndsTheBlinking() {
        try (Led led = new Led(Board.D4)) {
            led.blink(0.1, 0.1);
            pass(250);
            assertThat(led.isLit()).isTrue();
            led.off();
            pin.clearHistory();
            pass(1000);
            assertThat(pin.history()).isEmpty();
        }
    }

    @Test
    void nothingHappensAfterABlinkingLedIsClosed() {
        Led led = new Led(Board.D4);
        led.blink(1, 1);
        led.close();
        pin.clearHistory();
        pass(10_000);
        assertThat(pin.history()).isEmpty();
    }

    @Test
    void aBlinkThatCannotBeIsRefusedAndTheLedStaysAsItWas() {
        try (Led led = new Led(Board.D4)) {
            led.on();
            assertThatThrownBy(() -> led.blink(0, 1))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("on time of 0.0 s");
            assertThatThrownBy(() -> led.blink(1, Double.NaN))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("off time of NaN s");
            assertThatThrownBy(() -> led.blink(1, 1, -1))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("-1 times");
            assertThat(led.isLit()).isTrue();
        }
    }

    @Test
    void aButtonCallsItsListeners() {
        try (Button button = new Button(Board.D4)) {
            assertThat(pin.pull()).isEqualTo(Pull.UP);
            button.whenPressed(() -> seen.add("pressed"));
            button.whenReleased(() -> seen.add("released"));
            assertThat(button.isPressed()).isFalse();
            press();
            assertThat(button.isPressed()).isTrue();
            pin.release();
            button.whenPressed(null);
            press();
            assertThat(seen).containsExactly("pressed", "released");
        }
        assertThat(pin.pull()).isNull();
        assertThat(pin.isHeld()).isFalse();
    }

    @Test
    void aButtonToTheSupplyHasAPullDown() {
        try (Button button = new Button(Board.D4, false, 0)) {
            assertThat(pin.pull()).isEqualTo(Pull.DOWN);
            button.whenPressed(() -> seen.add("pressed"));
            pin.drive(true);
            assertThat(button.isPressed()).isTrue();
            assertThat(seen).containsExactly("pressed");
        }
    }

    @Test
    void aButtonIsHeldOncePerPress() {
        try (Button button = new Button(Board.D4)) {
            button.whenHeld(() -> seen.add("held at " + board.clock().now().toMillis()));
            press();
            pass(999);
            pin.release();
            pass(5000);
            assertThat(seen).isEmpty();
            press();
            pass(5000);
            assertThat(seen).containsExactly("held at 6999");
        }
    }

    @Test
    void aHeldButtonRepeats() {
        try (Button button = new Button(Board.D4)) {
            button.whenHeld(() -> seen.add("held"));
            button.holdTime(0.5);
            button.holdRepeat(true);
            press();
            pass(1600);
            assertThat(seen).hasSize(3);
            pin.release();
            pass(1600);
            assertThat(seen).hasSize(3);
        }
    }

    @Test
    void aListenerThatThrowsEndsNoOther() {
        try (Button button = new Button(Board.D4)) {
            button.holdRepeat(true);
            button.whenPressed(() -> {
                throw new IllegalStateException("from a test");
            });
            button.whenReleased(() -> seen.add("released"));
            button.whenHeld(() -> {
                seen.add("held");
                throw new IllegalStateException("from a test");
            });
            assertThatThrownBy(this::press).hasMessageContaining("from a test");
            assertThatThrownBy(() -> pass(1000)).hasMessageContaining("from a test");
            assertThatThrownBy(() -> pass(1000)).hasMessageContaining("from a test");
            pin.release();
            assertThat(seen).containsExactly("held", "held", "released");
        }
    }

    @Test
    void aPressEndsTheWaitAtItsTime() {
        try (Button button = new Button(Board.D4)) {
            assertThat(button.waitForPress(2)).isFalse();
            assertThat(board.clock().now()).isEqualTo(Duration.ofSeconds(2));
            board.clock().after(Duration.ofSeconds(3), this::press);
            assertThat(button.waitForPress(60)).isTrue();
            assertThat(board.clock().now()).isEqualTo(Duration.ofSeconds(5));
            assertThat(Thread.currentThread().isInterrupted()).isFalse();
            assertThat(button.waitForPress(0)).isTrue();
        }
    }

    @Test
    void anInterruptThatComesWithThePressStays() {
        Thread waiting = Thread.currentThread();
        try (Button button = new Button(Board.D4)) {
            board.clock().after(Duration.ofSeconds(3), () -> {
                waiting.interrupt();
                press();
            });
            assertThat(button.waitForPress(60)).isTrue();
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void closingEndsTheWait() {
        Button button = new Button(Board.D4);
        board.clock().after(Duration.ofSeconds(3), button::close);
        assertThatThrownBy(() -> button.waitForPress(60))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("closed");
        assertThat(Thread.interrupted()).isFalse();
    }

    /** Whether the close comes before the wait or during it. */
    @Test
    void closingOnAnotherThreadEndsTheWaitWithAnErrorThatNamesTheButton() throws Exception {
        AtomicReference<Throwable> error = new AtomicReference<>();
        try (SimClock running = SimClock.running();
                SimBoard other = SimBoard.open(Boards.small(), running)) {
            Button button = new Button(other.blinka().pin("D4"));
            Thread waiting = new Thread(() -> {
                try {
                    button.waitForPress(3600);
                } catch (IllegalStateException e) {
                    error.set(e);
                }
            });
            waiting.start();
            while (waiting.getState() != Thread.State.TIMED_WAITING && waiting.isAlive()) {
                Thread.onSpinWait();
            }
            button.close();
            waiting.join();
            assertThat(error.get()).hasMessageContainingAll("Button(D4)", "closed", "new Button");
            for (ThrowingCallable use : List.<ThrowingCallable>of(() -> button.waitForPress(1), button::isPressed)) {
                assertThatThrownBy(use)
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessageContainingAll("Button(D4) is closed", "new Button");
            }
        }
    }

    @Test
    void nothingIsCalledAfterClose() {
        Button button = new Button(Board.D4);
        button.whenHeld(() -> seen.add("held"));
        button.whenReleased(() -> seen.add("released"));
        press();
        button.close();
        button.close();
        pass(5000);
        pin.release();
        assertThat(seen).isEmpty();
        assertThatThrownBy(button::isPressed)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("Button(D4)");
    }

    @Test
    void aTimeThatCannotBeIsRefused() {
        assertThatThrownBy(() -> new Button(Board.D4, true, -1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("bounce time of -1.0 s");
        assertThat(pin.isHeld()).isFalse();
        try (Button button = new Button(Board.D4)) {
            assertThatThrownBy(() -> button.holdTime(0))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("hold time of 0.0 s");
            assertThat(button.holdTime()).isEqualTo(1);
            assertThatThrownBy(() -> button.waitForPress(Double.NaN))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("timeout of NaN s");
        }
    }
}
