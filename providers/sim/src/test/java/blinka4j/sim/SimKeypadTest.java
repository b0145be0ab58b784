// SPDX-License-Identifier: MIT
package blinka4j.sim;

import static blinka4j.time.Time.sleep;
import static org.assertj.core.api.Assertions.assertThat;

import blinka4j.board.Board;
import blinka4j.digitalio.Pull;
import blinka4j.keypad.Event;
import blinka4j.keypad.EventQueue;
import blinka4j.keypad.KeyMatrix;
import blinka4j.keypad.Keys;
import blinka4j.keypad.ShiftRegisterKeys;
import blinka4j.microcontroller.Pin;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys that bounce, matrices and shift registers, in simulated time. */
class SimKeypadTest {
    private static final List<Pin> ROWS = List.of(Board.D5, Board.D6);
    private static final List<Pin> COLUMNS = List.of(Board.D20, Board.D21, Board.D22);
    private static final long PATIENCE_SECONDS = 120;

    private final SimBoard board = SimBoard.start(Boards.small());

    /** Fails if keys were left open. */
    @AfterEach
    void close() {
        board.close();
        assertThat(board.clock().nextEvent())
                .as("scans that are due after the end")
                .isEqualTo(Long.MAX_VALUE);
    }

    private static List<String> take(EventQueue queue) {
        List<String> all = new ArrayList<>();
        for (Event event = queue.get(); event != null; event = queue.get()) {
            all.add("%s %s".formatted(event.keyNumber(), event.pressed() ? "pressed" : "released"));
        }
        return all;
    }

    /** Changes the level so many times, 1 ms apart. It ends at {@code to}. */
    private void bounce(String pin, boolean to, int changes) {
        for (int i = changes - 1; i >= 0; i--) {
            board.pin(pin).drive(i % 2 == 0 ? to : !to);
            sleep(0.001);
        }
    }

    @Test
    void aBouncingKeyIsPressedAndReleasedOnce() {
        try (Keys keys = new Keys(List.of(Board.D4, Board.D17), false)) {
            bounce("D4", false, 9);
            bounce("D17", false, 13);
            assertThat(keys.events().length()).isZero();
            sleep(0.02);
            // The time of a press is that of its last bounce, plus the debounce time.
            Event first = keys.events().get();
            assertThat(first).isEqualTo(new Event(0, true));
            assertThat(new Event().timestamp() - first.timestamp()).isEqualTo(42 - 28);
            assertThat(take(keys.events())).containsExactly("1 pressed");

            bounce("D4", true, 7);
            sleep(0.05);
            assertThat(take(keys.events())).containsExactly("0 released");
            // A glitch is no release.
            bounce("D17", false, 4);
            sleep(0.05);
            assertThat(take(keys.events())).isEmpty();
        }
    }

    @Test
    void atRestKeysHaveNothingToDo() {
        try (Keys keys = new Keys(List.of(Board.D4), false)) {
            sleep(0.02);
            assertThat(board.clock().nextEvent()).isEqualTo(Long.MAX_VALUE);
            assertThat(keys.events().length()).isZero();
        }
    }

    @Test
    void aKeyThatIsHeldFromTheStartIsPressedAndAfterAResetAgain() {
        board.pin("D4").drive(false);
        try (Keys keys = new Keys(List.of(Board.D4, Board.D17), false)) {
            sleep(0.03);
            assertThat(take(keys.events())).containsExactly("0 pressed");
            keys.reset();
            assertThat(take(keys.events())).containsExactly("0 pressed");
            board.pin("D4").release();
            sleep(0.03);
            assertThat(take(keys.events())).containsExactly("0 released");
            keys.reset();
            sleep(0.03);
            assertThat(take(keys.events())).isEmpty();
        }
        assertThat(board.pin("D4").pull()).isNull();
    }

    /** Connects a row and a column, as a pressed key does. */
    private void press(int row, int column) {
        board.wire(ROWS.get(row).name(), COLUMNS.get(column).name());
    }

    private void release(int row) {
        board.unwire(ROWS.get(row).name());
    }

    /** CircuitPython: key number = row * len(columns) + column. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void eachKeyOfAMatrixHasItsNumber(boolean columnsToAnodes) {
        try (KeyMatrix keys = new KeyMatrix(ROWS, COLUMNS, columnsToAnodes)) {
            assertThat(keys.keyCount()).isEqualTo(6);
            assertThat(board.pin("D20").pull()).isEqualTo(columnsToAnodes ? Pull.UP : Pull.DOWN);
            sleep(0.1);
            assertThat(take(keys.events())).isEmpty();
            for (int row = 0; row < 2; row++) {
                for (int column = 0; column < 3; column++) {
                    int number = row * 3 + column;
                    press(row, column);
                    sleep(0.021);
                    assertThat(take(keys.events())).containsExactly(number + " pressed");
                    sleep(0.1);
                    assertThat(take(keys.events())).isEmpty();
                    release(row);
                    sleep(0.021);
                    assertThat(take(keys.events())).containsExactly(number + " released");
                }
            }
        }
    }

    @Test
    void keysOfAMatrixArePressedTogether() {
        try (KeyMatrix keys = new KeyMatrix(ROWS, COLUMNS)) {
            press(0, 0);
            press(1, 2);
            sleep(0.03);
            assertThat(take(keys.events())).containsExactly("0 pressed", "5 pressed");
            press(0, 1);
            sleep(0.03);
            assertThat(take(keys.events())).containsExactly("1 pressed");
            release(0);
            sleep(0.03);
            assertThat(take(keys.events())).containsExactly("0 released", "1 released");
        }
    }

    @Test
    void onlyOneRowIsDrivenAtATimeAndAClosedMatrixDrivesNone() {
        List<String> driven = new ArrayList<>();
        for (Pin row : ROWS) {
            board.pin(row).onLevel(high -> driven.add(row + (high ? " high" : " low")));
        }
        KeyMatrix keys = new KeyMatrix(ROWS, COLUMNS);
        assertThat(driven).containsExactly("D5 high", "D6 high");
        driven.clear();
        sleep(0.0199);
        assertThat(driven).isEmpty();
        sleep(0.0001);
        assertThat(driven).containsExactly("D5 low", "D5 high", "D6 low", "D6 high");
        assertThat(ROWS)
                .allMatch(row -> !board.pin(row).isOutput() && board.pin(row).pull() == Pull.UP);
        keys.close();
        driven.clear();
        sleep(1);
        assertThat(driven).isEmpty();
        assertThat(ROWS).noneMatch(row -> board.pin(row).isHeld());
    }

    /** Each scan that reads the new state counts 1, each scan that reads the old one takes back 1. */
    @Test
    void aDebounceThresholdOf3NeedsThreeScansMoreThanOfTheOldState() {
        try (KeyMatrix keys = new KeyMatrix(ROWS, COLUMNS, true, 0.01, 64, 3)) {
            sleep(0.005);
            for (boolean pressed : new boolean[] {true, true, false, true}) {
                if (pressed) {
                    press(0, 0);
                } else {
                    release(0);
                }
                sleep(0.0101);
            }
            assertThat(take(keys.events())).isEmpty();
            sleep(0.0101);
            assertThat(take(keys.events())).containsExactly("0 pressed");
            release(0);
            sleep(0.021);
            assertThat(take(keys.events())).isEmpty();
            sleep(0.011);
            assertThat(take(keys.events())).containsExactly("0 released");
        }
    }

    @Test
    void aKeyOfAMatrixThatIsHeldIsPressedAgainAfterAReset() {
        press(1, 1);
        try (KeyMatrix keys = new KeyMatrix(ROWS, COLUMNS)) {
            sleep(0.03);
            assertThat(take(keys.events())).containsExactly("4 pressed");
            keys.reset();
            assertThat(take(keys.events())).isEmpty();
            sleep(0.03);
            assertThat(take(keys.events())).containsExactly("4 pressed");
            release(1);
            keys.reset();
            sleep(0.03);
            assertThat(take(keys.events())).isEmpty();
        }
    }

    @Test
    void whenTheQueueOfAMatrixIsFullNewEventsAreDropped() {
        try (KeyMatrix keys = new KeyMatrix(ROWS, COLUMNS, true, 0.02, 1, 1)) {
            press(0, 0);
            press(1, 1);
            sleep(0.03);
            assertThat(keys.events().overflowed()).isTrue();
            assertThat(take(keys.events())).containsExactly("0 pressed");
            keys.events().clear();
            release(1);
            sleep(0.03);
            assertThat(take(keys.events())).containsExactly("4 released");
        }
    }

    /** As a data sheet draws it: the last input comes out first. */
    private void attachRegister(boolean[] inputs, boolean valueToLatch) {
        attachRegister("D6", inputs, valueToLatch);
    }

    private void attachRegister(String pin, boolean[] inputs, boolean valueToLatch) {
        boolean[] stages = new boolean[inputs.length];
        SimPin data = board.pin(pin);
        SimPin latch = board.pin("D13");
        latch.onLevel(high -> {
            if (high == valueToLatch) {
                System.arraycopy(inputs, 0, stages, 0, inputs.length);
                data.drive(stages[stages.length - 1]);
            }
        });
        board.pin("D5").onLevel(high -> {
            if (high && latch.level() == valueToLatch) {
                System.arraycopy(stages, 0, stages, 1, stages.length - 1);
                data.drive(stages[stages.length - 1]);
            }
        });
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theFirstKeyOfAShiftRegisterIsTheFirstBitThatComesOut(boolean valueToLatch) {
        boolean[] inputs = new boolean[16];
        try (ShiftRegisterKeys keys = new ShiftRegisterKeys(Board.D5, Board.D6, Board.D13, valueToLatch, 16, true)) {
            attachRegister(inputs, valueToLatch);
            assertThat(keys.keyCount()).isEqualTo(16);
            sleep(0.1);
            assertThat(take(keys.events())).isEmpty();
            for (int key = 0; key < 16; key++) {
                inputs[15 - key] = true;
                sleep(0.025);
                assertThat(take(keys.events())).containsExactly(key + " pressed");
            }
            sleep(0.1);
            assertThat(take(keys.events())).isEmpty();
            inputs[15 - 9] = false;
            inputs[15 - 2] = false;
            sleep(0.025);
            assertThat(take(keys.events())).containsExactly("2 released", "9 released");
            keys.reset();
            sleep(0.025);
            assertThat(take(keys.events())).hasSize(14).doesNotContain("2 pressed", "9 pressed");
        }
    }

    @Test
    void aKeyOfAShiftRegisterMayBeLowWhenPressed() {
        boolean[] inputs = {true, true, true, true};
        try (ShiftRegisterKeys keys = new ShiftRegisterKeys(Board.D5, Board.D6, Board.D13, 4, false)) {
            attachRegister(inputs, true);
            sleep(0.1);
            assertThat(take(keys.events())).isEmpty();
            inputs[0] = false;
            sleep(0.025);
            assertThat(take(keys.events())).containsExactly("3 pressed");
        }
        assertThat(List.of("D5", "D6", "D13")).noneMatch(pin -> board.pin(pin).isOutput());
    }

    /** CircuitPython: "there are key_count[0] values read from data[0], followed by key_count[1] values read from data[1], etc." */
    @ParameterizedTest
    @CsvSource({"3, 5", "5, 3", "4, 4", "1, 16"})
    void theKeysOfSeveralDataPinsFollowEachOther(int one, int other) {
        boolean[] first = new boolean[one];
        boolean[] second = new boolean[other];
        try (ShiftRegisterKeys keys = new ShiftRegisterKeys(
                Board.D5, List.of(Board.D6, Board.D20), Board.D13, new int[] {one, other}, true)) {
            attachRegister("D6", first, true);
            attachRegister("D20", second, true);
            assertThat(keys).hasToString("ShiftRegisterKeys(D5, D6, D20, D13)");
            assertThat(keys.keyCount()).isEqualTo(one + other);
            sleep(0.1);
            assertThat(take(keys.events())).isEmpty();
            for (int key = 0; key < one; key++) {
                first[one - 1 - key] = true;
                sleep(0.025);
                assertThat(take(keys.events())).containsExactly(key + " pressed");
            }
            for (int key = 0; key < other; key++) {
                second[other - 1 - key] = true;
                sleep(0.025);
                assertThat(take(keys.events())).containsExactly(one + key + " pressed");
            }
            sleep(0.1);
            assertThat(take(keys.events())).isEmpty();
        }
        assertThat(List.of("D5", "D6", "D20", "D13"))
                .noneMatch(pin -> board.pin(pin).isHeld());
    }

    /** The bits come one after the other, those of all data pins at the same time. */
    @Test
    void ofSeveralDataPinsTheFirstBitsAreReportedFirst() {
        try (ShiftRegisterKeys keys =
                new ShiftRegisterKeys(Board.D5, List.of(Board.D6, Board.D20), Board.D13, new int[] {2, 2}, true)) {
            attachRegister("D6", new boolean[] {true, true}, true);
            attachRegister("D20", new boolean[] {true, true}, true);
            sleep(0.025);
            assertThat(take(keys.events())).containsExactly("0 pressed", "2 pressed", "1 pressed", "3 pressed");
        }
    }

    /** A running clock has one thread for all that is due. It ends with the last matrix. */
    @Test
    void inRealTimeAMatrixIsScannedToo() throws Exception {
        CountDownLatch scanned = new CountDownLatch(20);
        try (SimClock running = SimClock.running();
                SimBoard other = SimBoard.open(Boards.small(), running)) {
            other.pin("D5").onLevel(high -> scanned.countDown());
            KeyMatrix keys = new KeyMatrix(
                    List.of(other.blinka().pin("D5")), List.of(other.blinka().pin("D20")), true, 0.001, 64, 1);
            assertThat(scanned.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
            keys.close();
            assertThat(running.nextEvent()).isEqualTo(Long.MAX_VALUE);
            assertThat(keys.isClosed()).isTrue();
        }
    }

    @Test
    void threadsMayResetAndCloseWhileTimePasses() throws Exception {
        press(0, 0);
        KeyMatrix keys = new KeyMatrix(ROWS, COLUMNS, true, 0.001, 64, 1);
        Thread resetting = new Thread(() -> {
            for (int i = 0; i < 200; i++) {
                keys.reset();
                Thread.onSpinWait();
            }
            keys.close();
        });
        resetting.start();
        while (resetting.isAlive()) {
            board.clock().advance(Duration.ofMillis(1));
        }
        resetting.join();
        assertThat(keys.isClosed()).isTrue();
        assertThat(board.clock().nextEvent()).isEqualTo(Long.MAX_VALUE);
        assertThat(board.blinka().stillOpen()).isEmpty();
    }
}
