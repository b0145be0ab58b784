// SPDX-License-Identifier: MIT
package blinka4j.sim.chips;

import blinka4j.sim.SimBoard;
import blinka4j.sim.SimPart;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/** Hitachi HD44780: a display of characters, with 4 data pins. What comes while it is busy is lost. Data sheet: HD44780U. */
public final class SimCharacterLCD extends SimPart {
    private static final long COMMAND_NANOS = 37_000;
    private static final long CLEAR_NANOS = 1_520_000;
    private static final int LINE = 40;

    private final int columns;
    private final int[] text = new int[2 * LINE];
    private final int[] patterns = new int[64];
    private int function = 0x10;
    private int half = -1;
    private int address;
    private boolean toPatterns;
    private int step = 1;
    private int control;
    private int shift;
    private boolean enabled;
    private long busyUntil;

    public SimCharacterLCD(int columns) {
        this.columns = columns;
    }

    /** Connects the display to pins of a board: RS, E, D4, D5, D6, D7. */
    public void attachTo(SimBoard board, List<String> pins) {
        connected(board, pins.toArray(new String[0]));
        IntPredicate levels = i -> board.pin(pins.get(i)).level();
        board.pin(pins.get(1)).onLevel(high -> levels(levels, board.clock().nanos()));
    }

    /** Looks at RS, E, D4, D5, D6 and D7, 0 to 5. A falling edge of E counts. */
    synchronized void levels(IntPredicate pins, long now) {
        boolean falls = enabled && !pins.test(1);
        enabled = pins.test(1);
        if (!falls || now < busyUntil) {
            return;
        }
        int bits = IntStream.range(0, 4).map(i -> pins.test(i + 2) ? 1 << i : 0).sum();
        boolean eightBits = (function & 0x10) != 0;
        if (!eightBits && half < 0) {
            half = bits;
            return;
        }
        int value = eightBits ? bits << 4 : half << 4 | bits;
        half = -1;
        busyUntil = now + (value < 4 && !pins.test(0) ? CLEAR_NANOS : COMMAND_NANOS);
        if (pins.test(0)) {
            (toPatterns ? patterns : text)[address] = value;
            address = Math.floorMod(address + step, toPatterns ? patterns.length : text.length);
        } else {
            command(value);
        }
    }

    private void command(int value) {
        switch (Integer.highestOneBit(value)) {
            case 0x80 -> address = ((value & 0x40) == 0 ? 0 : LINE) + (value & 0x3F) % LINE;
            case 0x40 -> address = value & 0x3F;
            case 0x20 -> function = value;
            case 0x10 -> shift += (value & 0x08) == 0 ? 0 : (value & 0x04) == 0 ? 1 : -1;
            case 0x08 -> control = value & 0x07;
            case 0x04 -> step = (value & 0x02) != 0 ? 1 : -1;
            default -> address = shift = 0;
        }
        if (value == 1) {
            Arrays.fill(text, ' ');
            step = 1;
        }
        toPatterns = value >= 4 && value < 0x80 && (value >= 0x40 || toPatterns);
    }

    /** The text of a row as it is shown; empty if the row or the display is off. */
    public synchronized String row(int row) {
        boolean off = (control & 4) == 0 || (row % 2 == 1 && (function & 0x08) == 0);
        return IntStream.range(row / 2 * columns, off ? 0 : (row / 2 + 1) * columns)
                .map(i -> text[row % 2 * LINE + Math.floorMod(i + shift, LINE)])
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    /** The switches: 4 for the display, 2 for the cursor, 1 to blink. */
    public synchronized int control() {
        return control;
    }

    /** The rows of one of the eight characters. */
    public synchronized List<Integer> pattern(int character) {
        return Arrays.stream(patterns, 8 * character, 8 * character + 8).boxed().toList();
    }
}
