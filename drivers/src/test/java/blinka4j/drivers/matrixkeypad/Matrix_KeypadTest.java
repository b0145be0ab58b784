// SPDX-License-Identifier: MIT
package blinka4j.drivers.matrixkeypad;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import blinka4j.digitalio.DigitalInOut;
import blinka4j.digitalio.Pull;
import blinka4j.drivers.PinBoard;
import blinka4j.sim.SimBoard;
import blinka4j.sim.chips.SimMatrixKeypad;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class Matrix_KeypadTest {
    private static final List<String> ROWS = List.of("D13", "D12", "D11", "D10");
    private static final List<String> COLUMNS = List.of("D9", "D6", "D5");
    /** As in the original's example. */
    private static final List<List<Object>> KEYS =
            List.of(List.of(1, 2, 3), List.of(4, 5, 6), List.of(7, 8, 9), List.of("*", 0, "#"));

    private final SimBoard board = PinBoard.open().lenient();
    private final List<DigitalInOut> rows = pins(ROWS);
    private final List<DigitalInOut> columns = pins(COLUMNS);
    private final SimMatrixKeypad chip = new SimMatrixKeypad(board, ROWS, COLUMNS);

    private List<DigitalInOut> pins(List<String> names) {
        return names.stream()
                .map(name -> new DigitalInOut(board.blinka().pin(name)))
                .toList();
    }

    @AfterEach
    void close() {
        board.close();
    }

    @Test
    void eachKeyIsTheObjectAtItsRowAndColumn() {
        Matrix_Keypad keypad = new Matrix_Keypad(rows, columns, KEYS);
        assertThat(keypad.pressedKeys()).isEmpty();
        for (int row = 0; row < 4; row++) {
            for (int column = 0; column < 3; column++) {
                chip.press(row, column);
                assertThat(keypad.pressedKeys()).containsExactly(KEYS.get(row).get(column));
                chip.release(row, column);
            }
        }
        assertThat(keypad.pressedKeys()).isEmpty();
        assertThat(keypad).hasToString("Matrix_Keypad of 4 rows and 3 columns");
    }

    @Test
    void severalKeysComeRowByRow() {
        Matrix_Keypad keypad = new Matrix_Keypad(rows, columns, KEYS);
        chip.press(3, 2).press(0, 1).press(1, 0);
        assertThat(keypad.pressedKeys()).containsExactly(2, 4, "#");
        chip.release(0, 1);
        assertThat(keypad.pressedKeys()).containsExactly(4, "#");
        // Two keys of one row, and two of one column.
        chip.release(1, 0).press(3, 0);
        assertThat(keypad.pressedKeys()).containsExactly("*", "#");
        chip.release(3, 2).press(1, 0);
        assertThat(keypad.pressedKeys()).containsExactly(4, "*");
    }

    /** The current flows through three keys of a rectangle as through the fourth. */
    @Test
    void threeKeysOfARectangleLookLikeFour() {
        Matrix_Keypad keypad = new Matrix_Keypad(rows, columns, KEYS);
        chip.press(0, 0).press(0, 1).press(1, 0);
        assertThat(keypad.pressedKeys()).containsExactly(1, 2, 4, 5);
    }

    @Test
    void oneRowAtATimeIsLowAndAllPinsAreInputsWithPullUpAgain() {
        Matrix_Keypad keypad = new Matrix_Keypad(rows, columns, KEYS);
        List<String> driven = new ArrayList<>();
        for (String name : ROWS) {
            board.pin(name).onLevel(high -> {
                if (!high) {
                    ROWS.stream()
                            .filter(row -> board.pin(row).isOutput())
                            .forEach(row -> driven.add(row + " with " + name));
                }
            });
        }
        keypad.pressedKeys();
        assertThat(driven).containsExactly("D13 with D13", "D12 with D12", "D11 with D11", "D10 with D10");
        assertThat(Stream.of(ROWS, COLUMNS).flatMap(List::stream)).allSatisfy(name -> {
            assertThat(board.pin(name).isOutput()).isFalse();
            assertThat(board.pin(name).pull()).isEqualTo(Pull.UP);
        });
        assertThat(board.clock().now()).isEqualTo(Duration.ofNanos(4 * 5_000));
    }

    @Test
    void theConstructorMakesAllPinsInputsWithPullUp() {
        rows.get(1).switchToOutput(false);
        new Matrix_Keypad(rows, columns, KEYS);
        assertThat(Stream.of(ROWS, COLUMNS).flatMap(List::stream)).allSatisfy(name -> {
            assertThat(board.pin(name).isOutput()).isFalse();
            assertThat(board.pin(name).pull()).isEqualTo(Pull.UP);
        });
    }

    /** Otherwise its keys would seem to be keys of the rows before it. */
    @Test
    void aRowThatIsStillDrivenIsReleasedBeforeTheFirstRowIsRead() {
        Matrix_Keypad keypad = new Matrix_Keypad(rows, columns, KEYS);
        chip.press(3, 0);
        rows.get(3).switchToOutput(false);
        assertThat(keypad.pressedKeys()).containsExactly("*");
    }

    /** A pull-up alone takes microseconds, in which a key of this row would seem to be one of the next row. */
    @Test
    void aRowIsDrivenHighBeforeItIsAnInputAgain() {
        Matrix_Keypad keypad = new Matrix_Keypad(rows, columns, KEYS);
        List<String> driven = new ArrayList<>();
        for (String name : ROWS) {
            board.pin(name).onLevel(high -> {
                if (high && board.pin(name).isOutput()) {
                    driven.add(name);
                }
            });
        }
        keypad.pressedKeys();
        assertThat(driven).containsExactlyElementsOf(ROWS);
    }

    @Test
    void keysThatDoNotMatchThePinsAreRefusedBeforeAPinChanges() {
        for (List<List<Object>> wrong : List.of(
                KEYS.subList(0, 3),
                List.<List<Object>>of(),
                List.of(List.<Object>of(1, 2), KEYS.get(1), KEYS.get(2), KEYS.get(3)))) {
            assertThatThrownBy(() -> new Matrix_Keypad(rows, columns, wrong))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("Expected 4 rows of 3 keys");
        }
        assertThatThrownBy(() -> new Matrix_Keypad(List.of(), columns, List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at least one");
        List<List<Object>> none = List.of(List.of(), List.of(), List.of(), List.of());
        assertThatThrownBy(() -> new Matrix_Keypad(rows, List.of(), none))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at least one");
        assertThat(board.pin("D13").pull()).isNull();
    }

    @Test
    void aPinThatIsARowAndAColumnIsRefused() {
        List<DigitalInOut> same = List.of(columns.get(0), columns.get(1), rows.get(2));
        assertThatThrownBy(() -> new Matrix_Keypad(rows, same, KEYS))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("DigitalInOut(D11")
                .hasMessageContaining("a pin twice");
        assertThat(board.pin("D13").pull()).isNull();
    }

    @Test
    void afterAnErrorNoRowIsDrivenAndTheNextCallWorks() {
        Matrix_Keypad keypad = new Matrix_Keypad(rows, columns, KEYS);
        chip.press(1, 1);
        boolean[] fails = {true};
        board.pin("D12").onLevel(high -> {
            if (!high && fails[0]) {
                throw new IllegalStateException("as ordered");
            }
        });
        assertThatThrownBy(keypad::pressedKeys).hasMessage("as ordered");
        assertThat(ROWS).noneMatch(row -> board.pin(row).isOutput());
        fails[0] = false;
        assertThat(keypad.pressedKeys()).containsExactly(5);
    }

    @Test
    void aClosedPinIsAnError() {
        Matrix_Keypad keypad = new Matrix_Keypad(rows, columns, KEYS);
        columns.get(0).close();
        assertThatThrownBy(keypad::pressedKeys)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("D9");
        assertThat(ROWS).noneMatch(row -> board.pin(row).isOutput());
    }
}
