// SPDX-License-Identifier: MIT
package blinka4j.samples;

import static blinka4j.time.Time.sleep;

import blinka4j.board.Board;
import blinka4j.keypad.Event;
import blinka4j.keypad.KeyMatrix;
import blinka4j.samples.launcher.Sample;
import blinka4j.sim.SimBoard;
import java.time.Duration;
import java.util.List;

/**
 * Prints the keys of a keypad with four rows and three columns.
 * Port of <a href="https://learn.adafruit.com/key-pad-matrix-scanning-in-circuitpython/keymatrix">KeyMatrix</a>, for a telephone keypad.
 *
 * <p>Wiring: a 3x4 keypad: its rows to D5, D6, D13 and D19, its columns to D20, D21 and D26.
 */
public final class KeypadMatrix extends Sample {
    private static final String KEYS = "123456789*0#";
    private static final String[] ROWS = {"D5", "D6", "D13", "D19"};
    private static final String[] COLUMNS = {"D20", "D21", "D26"};

    public KeypadMatrix() {
        super("keymatrix", "the keys of a 3x4 keypad", KeypadMatrix::main);
    }

    public static void main(String[] args) {
        try (KeyMatrix km = new KeyMatrix(
                // 3x4 keypad
                List.of(Board.D5, Board.D6, Board.D13, Board.D19), List.of(Board.D20, Board.D21, Board.D26))) {
            while (true) {
                Event event = km.events().get();
                if (event != null) {
                    System.out.println(KEYS.charAt(event.keyNumber()) + (event.pressed() ? " pressed" : " released"));
                }
                sleep(0.01); // the original has no pause
            }
        }
    }

    @Override
    public void attachTo(SimBoard board) {
        press(board, 0);
    }

    /** Presses one key after the other, each for half a second. */
    private static void press(SimBoard board, int key) {
        String row = ROWS[key / COLUMNS.length];
        board.clock().after(Duration.ofMillis(500), () -> {
            board.wire(row, COLUMNS[key % COLUMNS.length]);
            board.clock().after(Duration.ofMillis(500), () -> {
                board.unwire(row);
                press(board, (key + 1) % KEYS.length());
            });
        });
    }
}
