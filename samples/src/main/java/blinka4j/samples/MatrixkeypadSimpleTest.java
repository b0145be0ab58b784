// SPDX-License-Identifier: MIT
package blinka4j.samples;

import static blinka4j.time.Time.sleep;

import blinka4j.board.Board;
import blinka4j.digitalio.DigitalInOut;
import blinka4j.drivers.matrixkeypad.Matrix_Keypad;
import blinka4j.microcontroller.Pin;
import blinka4j.samples.launcher.Sample;
import blinka4j.sim.SimBoard;
import blinka4j.sim.chips.SimMatrixKeypad;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * Prints the pressed keys of a keypad with four rows and three columns.
 * Port of <a href="https://github.com/adafruit/Adafruit_CircuitPython_MatrixKeypad/blob/main/examples/matrixkeypad_simpletest.py">matrixkeypad_simpletest.py</a>.
 *
 * <p>Wiring: a 3x4 keypad: its rows to D5, D6, D13 and D19, its columns to D20, D21 and D26.
 */
public final class MatrixkeypadSimpleTest extends Sample {
    public MatrixkeypadSimpleTest() {
        super("matrixkeypad", "the pressed keys of a 3x4 keypad", MatrixkeypadSimpleTest::main);
    }

    public static void main(String[] args) {
        // Membrane 3x4 matrix keypad - https://www.adafruit.com/product/419
        List<DigitalInOut> cols = pins(Board.D20, Board.D21, Board.D26);
        List<DigitalInOut> rows = pins(Board.D5, Board.D6, Board.D13, Board.D19);

        List<List<Object>> keys = List.of(List.of(1, 2, 3), List.of(4, 5, 6), List.of(7, 8, 9), List.of("*", 0, "#"));

        try {
            Matrix_Keypad keypad = new Matrix_Keypad(rows, cols, keys);

            while (true) {
                List<Object> pressed = keypad.pressedKeys();
                if (!pressed.isEmpty()) {
                    System.out.println("Pressed:  " + pressed);
                }
                sleep(0.1);
            }
        } finally {
            Stream.of(rows, cols).flatMap(List::stream).forEach(DigitalInOut::close);
        }
    }

    private static List<DigitalInOut> pins(Pin... pins) {
        return Stream.of(pins).map(DigitalInOut::new).toList();
    }

    @Override
    public void attachTo(SimBoard board) {
        press(board, new SimMatrixKeypad(board, List.of("D5", "D6", "D13", "D19"), List.of("D20", "D21", "D26")), 0);
    }

    /** Presses one key after the other, each for half a second. */
    private static void press(SimBoard board, SimMatrixKeypad keypad, int key) {
        board.clock().after(Duration.ofMillis(550), () -> {
            keypad.press(key / 3, key % 3);
            board.clock().after(Duration.ofMillis(500), () -> {
                keypad.release(key / 3, key % 3);
                press(board, keypad, (key + 1) % 12);
            });
        });
    }
}
