// SPDX-License-Identifier: MIT
package blinka4j.drivers.matrixkeypad;

import blinka4j.digitalio.DigitalInOut;
import blinka4j.digitalio.Pull;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A passive keypad of any size. It needs no resistors: the pull-ups of the pins are switched on. Safe to share between threads.
 *
 * <p>An example is Parallax 27899: <a href="https://cdn.sparkfun.com/assets/f/f/a/5/0/DS-16038.pdf">Data sheet</a>; port of <a
 * href="https://github.com/adafruit/Adafruit_CircuitPython_MatrixKeypad">Adafruit_CircuitPython_MatrixKeypad</a>.
 *
 * <p>A key that is pressed between two calls is missed. {@link blinka4j.keypad.KeyMatrix} scans in the background and debounces.
 */
public final class Matrix_Keypad {
    /** A column takes some microseconds to follow its pull-up. */
    private static final long SETTLE_NANOS = 5_000;

    private final List<DigitalInOut> rows;
    private final List<DigitalInOut> columns;
    private final List<List<Object>> keys;

    /**
     * Makes the pins inputs with pull-up. The caller closes them.
     *
     * @param keys what {@link #pressedKeys} returns: a list for each row, with an object for each column
     * @throws IllegalArgumentException if the keys do not match the pins, or a pin is passed twice
     * @throws blinka4j.NotAvailableException if a pin has no pull-up
     */
    public Matrix_Keypad(List<DigitalInOut> rowPins, List<DigitalInOut> colPins, List<? extends List<?>> keys) {
        rows = List.copyOf(rowPins);
        columns = List.copyOf(colPins);
        this.keys = keys.stream().map(row -> List.<Object>copyOf(row)).toList();
        List<Integer> sizes = this.keys.stream().map(List::size).toList();
        if (sizes.isEmpty() || columns.isEmpty() || !sizes.equals(Collections.nCopies(rows.size(), columns.size()))) {
            throw new IllegalArgumentException(
                    "the keys are rows of %s keys. Expected %s rows of %s keys, as there are pins, at least one."
                            .formatted(sizes, rows.size(), columns.size()));
        }
        Set<DigitalInOut> pins = new HashSet<>(rows);
        pins.addAll(columns);
        if (pins.size() < rows.size() + columns.size()) {
            throw new IllegalArgumentException(
                    "rows %s and columns %s have a pin twice. Pass different pins.".formatted(rows, columns));
        }
        release();
    }

    private void release() {
        rows.forEach(pin -> pin.switchToInput(Pull.UP));
        columns.forEach(pin -> pin.switchToInput(Pull.UP));
    }

    /**
     * Returns the keys that are pressed, row by row. Of three keys at the corners of a rectangle the fourth seems to be pressed too,
     * unless the keys have diodes, with the cathodes at the rows.
     */
    public synchronized List<Object> pressedKeys() {
        List<Object> pressed = new ArrayList<>();
        // Also puts right what an error left: a row that is still driven.
        release();
        for (int row = 0; row < rows.size(); row++) {
            DigitalInOut driven = rows.get(row);
            try {
                driven.switchToOutput(false);
                driven.clock().delay(SETTLE_NANOS);
                for (int column = 0; column < columns.size(); column++) {
                    if (!columns.get(column).value()) {
                        pressed.add(keys.get(row).get(column));
                    }
                }
                // The pull-ups alone would take some time. Until then the key would seem to be one of the next row.
                driven.value(true);
            } finally {
                driven.switchToInput(Pull.UP);
            }
        }
        return pressed;
    }

    @Override
    public String toString() {
        return "Matrix_Keypad of %s rows and %s columns".formatted(rows.size(), columns.size());
    }
}
