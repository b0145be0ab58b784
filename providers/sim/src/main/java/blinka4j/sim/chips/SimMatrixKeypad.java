// SPDX-License-Identifier: MIT
package blinka4j.sim.chips;

import blinka4j.sim.SimBoard;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** A keypad without diodes: a pressed key connects its row and its column. Its pins should have no other wires. */
public final class SimMatrixKeypad {
    private record Key(String row, String column) {}

    private final SimBoard board;
    private final List<String> rows;
    private final List<String> columns;
    private final Set<Key> pressed = new LinkedHashSet<>();

    /** Connects the keypad to pins of a board. */
    public SimMatrixKeypad(SimBoard board, List<String> rows, List<String> columns) {
        this.board = board;
        this.rows = List.copyOf(rows);
        this.columns = List.copyOf(columns);
    }

    /** Presses a key. Both numbers count from 0. */
    public synchronized SimMatrixKeypad press(int row, int column) {
        pressed.add(key(row, column));
        connect();
        return this;
    }

    /** Releases a key. */
    public synchronized SimMatrixKeypad release(int row, int column) {
        pressed.remove(key(row, column));
        connect();
        return this;
    }

    private Key key(int row, int column) {
        return new Key(rows.get(row), columns.get(column));
    }

    /** A pin is on one wire, so the wires of the keys that are still pressed have to be made again. */
    private void connect() {
        rows.forEach(board::unwire);
        columns.forEach(board::unwire);
        pressed.forEach(key -> board.wire(key.row, key.column));
    }
}
