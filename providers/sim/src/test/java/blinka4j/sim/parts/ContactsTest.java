// SPDX-License-Identifier: MIT
package blinka4j.sim.parts;

import static blinka4j.time.Time.sleep;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import blinka4j.PinException;
import blinka4j.board.Board;
import blinka4j.digitalio.DigitalInOut;
import blinka4j.digitalio.Edge;
import blinka4j.digitalio.Pull;
import blinka4j.keypad.Keys;
import blinka4j.sim.Boards;
import blinka4j.sim.SimBoard;
import blinka4j.sim.SimPin;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Buttons and switches. */
class ContactsTest {
    private final SimBoard board = SimBoard.start(Boards.small());

    @AfterEach
    void close() {
        board.close();
    }

    @Test
    void aButtonConnectsItsPinToGroundWhileItIsPressed() {
        SimButton button = new SimButton(board, "D4");
        try (DigitalInOut pin = new DigitalInOut(Board.D4)) {
            pin.switchToInput(Pull.UP);
            assertThat(pin.value()).isTrue();
            button.press();
            assertThat(pin.value()).isFalse();
            assertThat(button.isPressed()).isTrue();
            button.release();
            assertThat(pin.value()).isTrue();
            assertThat(button.isPressed()).isFalse();
        }
    }

    @Test
    void aButtonMayConnectItsPinToPower() {
        SimButton button = new SimButton(board, "D4", Rail.POWER);
        try (DigitalInOut pin = new DigitalInOut(Board.D4)) {
            pin.switchToInput(Pull.DOWN);
            assertThat(pin.value()).isFalse();
            button.press();
            assertThat(pin.value()).isTrue();
        }
    }

    @Test
    void aPressMayEndAfterATime() {
        SimButton button = new SimButton(board, "D4");
        board.pin("D4").resistor(Pull.UP).clearHistory();
        board.clock().after(Duration.ofMillis(100), () -> button.press(Duration.ofMillis(50)));

        board.clock().advance(Duration.ofSeconds(1));

        assertThat(board.pin("D4").history())
                .containsExactly(
                        new SimPin.Change(Duration.ofMillis(100), false),
                        new SimPin.Change(Duration.ofMillis(150), true));
    }

    @Test
    void aButtonIsSetByItsQuantityToo() {
        SimButton button = new SimButton(board, "D4");
        board.pin("D4").resistor(Pull.UP);

        assertThat(board.parts()).containsExactly(button);
        board.parts().get(0).quantity("pressed").value(1);

        assertThat(button.isPressed()).isTrue();
        assertThat(board.pin("D4").level()).isFalse();
        assertThatThrownBy(() -> button.quantity("pressed").follow(seconds -> 1))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContainingAll("pressed", "SimButton(D4)");
    }

    @Test
    void pressingAButtonAtAnOutputIsAShortCircuit() {
        SimButton button = new SimButton(board, "D4");
        try (DigitalInOut pin = new DigitalInOut(Board.D4)) {
            pin.switchToOutput(true);
            assertThatThrownBy(button::press).isInstanceOf(PinException.class).hasMessageContaining("short circuit");
            button.release();
        }
        button.press();
        assertThat(board.pin("D4").level()).isFalse();
    }

    private List<SimPin.Change> pressAndRelease(long seed) {
        try (SimBoard other = SimBoard.open(Boards.small())) {
            SimButton button = new SimButton(other, "D4").bouncing(seed);
            other.pin("D4").resistor(Pull.UP).clearHistory();
            button.press(Duration.ofMillis(100));
            other.clock().advance(Duration.ofSeconds(1));
            return other.pin("D4").history();
        }
    }

    /** The limits are what Ganssle measured. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void aBouncingButtonSettlesWithinSixMilliseconds(long seed) {
        List<SimPin.Change> changes = pressAndRelease(seed);
        List<SimPin.Change> press = new ArrayList<>(changes);
        press.removeIf(change -> change.time().toMillis() >= 100);
        List<SimPin.Change> release = new ArrayList<>(changes);
        release.removeAll(press);

        assertThat(press).hasSizeBetween(3, 17);
        assertThat(press.get(0)).isEqualTo(new SimPin.Change(Duration.ZERO, false));
        assertThat(press.get(press.size() - 1).level()).isFalse();
        assertThat(press.get(press.size() - 1).time()).isLessThanOrEqualTo(Duration.ofNanos(6_200_000));
        assertThat(release).hasSizeBetween(3, 17);
        assertThat(release.get(0)).isEqualTo(new SimPin.Change(Duration.ofMillis(100), true));
        assertThat(release.get(release.size() - 1).level()).isTrue();
        assertThat(release.get(release.size() - 1).time()).isLessThanOrEqualTo(Duration.ofNanos(106_200_000));
        assertThat(pressAndRelease(seed)).isEqualTo(changes);
    }

    @Test
    void aButtonBouncesForAMillisecondAndAHalfOnAverage() {
        double sum = 0;
        for (int seed = 0; seed < 300; seed++) {
            List<SimPin.Change> changes = pressAndRelease(seed);
            sum += changes.get(changes.size() - 1).time().toNanos() / 1e6 - 100;
        }
        // The last bounce comes a little before the end of the time.
        assertThat(sum / 300).isBetween(1.0, 1.6);
    }

    /** CircuitPython's keypad debounces with 20 ms. */
    @Test
    void keysSeeOnePressOfABouncingButtonAndEdgesSeeSeveral() {
        SimButton button = new SimButton(board, "D4").bouncing(1);
        try (Keys keys = new Keys(List.of(Board.D4), false)) {
            sleep(0.1);
            button.press(Duration.ofMillis(200));
            sleep(1);
            assertThat(keys.events().length()).isEqualTo(2);
        }
        List<Long> edges = new ArrayList<>();
        try (DigitalInOut pin = new DigitalInOut(Board.D4)) {
            pin.switchToInput(Pull.UP);
            pin.onEdge(Edge.FALLING, event -> edges.add(event.timestamp()));
            button.press(Duration.ofMillis(200));
            sleep(1);
        }
        assertThat(edges).hasSizeGreaterThan(1);
    }

    @Test
    void aReleaseEndsTheBouncesOfThePress() {
        SimButton button = new SimButton(board, "D4").bouncing(1);
        board.pin("D4").resistor(Pull.UP);

        button.press().release().press().release();
        board.clock().advance(Duration.ofSeconds(1));

        assertThat(board.pin("D4").level()).isTrue();
    }

    @Test
    void aSwitchStaysAsItIs() {
        SimSwitch one = new SimSwitch(board, "D4");
        SimSwitch other = new SimSwitch(board, "D5", Rail.POWER).bouncing(3);
        board.pin("D4").resistor(Pull.UP);

        assertThat(one.on(true).isOn()).isTrue();
        other.quantity("on").value(1);
        board.clock().advance(Duration.ofSeconds(1));

        assertThat(board.pin("D4").level()).isFalse();
        assertThat(board.pin("D5").level()).isTrue();
        one.on(false);
        other.on(false);
        board.clock().advance(Duration.ofSeconds(1));
        assertThat(board.pin("D4").level()).isTrue();
        assertThat(board.pin("D5").level()).isFalse();
    }

    @Test
    void aSecondContactAtAPinIsAnErrorThatNamesTheFirst() {
        new SimButton(board, "D4");
        assertThatThrownBy(() -> new SimSwitch(board, "D4"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContainingAll("D4", "SimButton(D4)", "wire");
        assertThat(board.parts()).hasSize(1);
        new SimSwitch(board, "D5");
    }
}
