// SPDX-License-Identifier: MIT
package blinka4j.keypad;

import blinka4j.microcontroller.Pin;
import blinka4j.provider.GpioPort;
import blinka4j.provider.GpioPort.Bias;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Keys at the crossings of rows and columns, as in keypads and keyboards. The number of a key is its row, times the number of columns,
 * plus its column. All count from 0.
 *
 * <pre>{@code
 * try (KeyMatrix keys = new KeyMatrix(List.of(Board.D5, Board.D6), List.of(Board.D13, Board.D19, Board.D26))) {
 *     Event event = keys.events().get();
 * }
 * }</pre>
 *
 * <p>A thread, the same for all matrices and shift registers, drives the rows one after the other and reads the columns, once in each
 * interval. On a simulated board the scans take place when simulated time passes. The pull resistors of the pins are switched on.
 *
 * <p>Threads may share a matrix. Source of the behaviour: CircuitPython's {@code keypad}.
 */
public final class KeyMatrix extends ScannedKeys {
    /** A column takes some microseconds to follow its pull resistor after a row was driven. */
    private static final long SETTLE_NANOS = 5_000;

    /** Keys whose diodes, if there are any, have their anodes at the columns. An interval of 20 ms and a queue of 64 events. */
    public KeyMatrix(List<Pin> rowPins, List<Pin> columnPins) {
        this(rowPins, columnPins, true);
    }

    /** Keys with an interval of 20 ms and a queue of 64 events. */
    public KeyMatrix(List<Pin> rowPins, List<Pin> columnPins, boolean columnsToAnodes) {
        this(rowPins, columnPins, columnsToAnodes, Settings.INTERVAL, Settings.MAX_EVENTS, Settings.DEBOUNCE_THRESHOLD);
    }

    /**
     * Takes the pins. All keys count as released at first.
     *
     * @param rowPins at least one
     * @param columnPins at least one
     * @param columnsToAnodes true if the anodes of the diodes are at the columns: rows are driven low. False if they are at the rows:
     *     rows are driven high
     * @param interval in s, more than 0, at most 60
     * @param maxEvents the size of the queue, 1 to 65,536
     * @param debounceThreshold a key is reported when so many scans have read it so, 1 to 127. A scan that reads its old state takes back
     *     one
     * @throws blinka4j.PinException if the board has no such pin, or if it is in use. All pins are then free
     * @throws blinka4j.NotAvailableException if a pin has no such pull
     */
    public KeyMatrix(
            List<Pin> rowPins,
            List<Pin> columnPins,
            boolean columnsToAnodes,
            double interval,
            int maxEvents,
            int debounceThreshold) {
        super(matrix(rowPins, columnPins, bias(columnsToAnodes), Settings.of(interval, maxEvents, debounceThreshold)));
    }

    /** For pins that are not on the board itself, such as those of an I/O expander. */
    public KeyMatrix(
            GpioPort[] rowPorts,
            GpioPort[] columnPorts,
            boolean columnsToAnodes,
            double interval,
            int maxEvents,
            int debounceThreshold) {
        super(matrix(
                rowPorts, columnPorts, bias(columnsToAnodes), Settings.of(interval, maxEvents, debounceThreshold)));
    }

    private static Matrix matrix(List<Pin> rowPins, List<Pin> columnPins, Bias bias, Settings settings) {
        List<Pin> rows = KeyPins.required("KeyMatrix", rowPins, "row pins");
        List<Pin> all = new ArrayList<>(rows);
        all.addAll(KeyPins.required("KeyMatrix", columnPins, "column pins"));
        return new Matrix(KeyPins.open("KeyMatrix", all, bias), rows.size(), bias, settings);
    }

    private static Matrix matrix(GpioPort[] rowPorts, GpioPort[] columnPorts, Bias bias, Settings settings) {
        GpioPort[] rows = KeyPins.required("KeyMatrix", rowPorts, "row ports");
        GpioPort[] columns = KeyPins.required("KeyMatrix", columnPorts, "column ports");
        GpioPort[] all = Stream.of(rows, columns).flatMap(Stream::of).toArray(GpioPort[]::new);
        return new Matrix(KeyPins.open("KeyMatrix", all, bias), rows.length, bias, settings);
    }

    private static Bias bias(boolean columnsToAnodes) {
        return columnsToAnodes ? Bias.PULL_UP : Bias.PULL_DOWN;
    }

    private static final class Matrix extends Scanner {
        private final int rows;
        private final int columns;
        private final Bias bias;
        private final boolean levelWhenPressed;

        Matrix(KeyPins pins, int rows, Bias bias, Settings settings) {
            super(pins, settings, rows * (pins.count() - rows));
            this.rows = rows;
            this.bias = bias;
            columns = pins.count() - rows;
            levelWhenPressed = bias == Bias.PULL_DOWN;
        }

        @Override
        void scan() {
            for (int row = 0; row < rows; row++) {
                GpioPort port = pins.get(row).port();
                port.output(levelWhenPressed, false);
                try {
                    settle(SETTLE_NANOS);
                    for (int column = 0; column < columns; column++) {
                        boolean level = pins.get(rows + column).port().read();
                        read(row * columns + column, level == levelWhenPressed);
                    }
                } finally {
                    // A pull resistor alone would take some time. Until then a key of this row would seem to be one of
                    // the next row.
                    port.write(!levelWhenPressed);
                    port.input(bias);
                }
            }
        }
    }
}
