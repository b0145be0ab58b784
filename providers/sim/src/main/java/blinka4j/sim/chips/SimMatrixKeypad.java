// SPDX-License-Identifier: MIT
package blinka4j.sim.chips;

import blinka4j.sim.Quantity;
import blinka4j.sim.SimBoard;
import blinka4j.sim.SimPart;
import java.util.List;
import java.util.stream.Stream;

/**
 * A keypad without diodes: a pressed key connects its row and its column. Its pins should have no other wires. Each key is a quantity,
 * such as {@code key 0 2} in the first row and the third column: 1 is pressed.
 */
public final class SimMatrixKeypad extends SimPart {
    private final SimBoard board;
    private final List<String> rows;
    private final List<String> columns;
    private final Quantity[][] keys;

    /** Connects the keypad to pins of a board. */
    public SimMatrixKeypad(SimBoard board, List<String> rows, List<String> columns) {
        this.board = board;
        this.rows = List.copyOf(rows);
        this.columns = List.copyOf(columns);
        keys = new Quantity[rows.size()][columns.size()];
        for (int row = 0; row < rows.size(); row++) {
            for (int column = 0; column < columns.size(); column++) {
                keys[row][column] = reacts("key %s %s".formatted(row, column), 0, 1, "", 0, this::connect);
            }
        }
        connected(board, Stream.concat(rows.stream(), columns.stream()).toArray(String[]::new));
    }

    /** Presses a key. Both numbers count from 0. */
    public SimMatrixKeypad press(int row, int column) {
        keys[row][column].value(1);
        return this;
    }

    /** Releases a key. */
    public SimMatrixKeypad release(int row, int column) {
        keys[row][column].value(0);
        return this;
    }

    /** A pin is on one wire, so the wires of the keys that are still pressed have to be made again. */
    private synchronized void connect() {
        rows.forEach(board::unwire);
        columns.forEach(board::unwire);
        for (int row = 0; row < keys.length; row++) {
            for (int column = 0; column < keys[row].length; column++) {
                if (keys[row][column].value() >= 0.5) {
                    board.wire(rows.get(row), columns.get(column));
                }
            }
        }
    }
}
