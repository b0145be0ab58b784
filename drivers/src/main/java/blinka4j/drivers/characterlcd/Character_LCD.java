// SPDX-License-Identifier: MIT
package blinka4j.drivers.characterlcd;

import java.time.Duration;
import java.util.Objects;

/**
 * The common part of displays of characters with an HD44780. Columns and rows count from 0, at the left and at the top. Safe to share
 * between threads.
 *
 * <p>Nothing is read from the display. If a write fails, the setting stays as it was, and the next write initializes the display again. It
 * keeps its text.
 */
public abstract sealed class Character_LCD permits Character_LCD_Mono, Character_LCD_RGB {
    private static final int CLEAR = 0x01;
    private static final int HOME = 0x02;
    private static final int ENTRY_MODE = 0x04;
    private static final int ENTRY_LEFT = 0x02;
    private static final int CONTROL = 0x08;
    private static final int DISPLAY = 0x04;
    private static final int CURSOR = 0x02;
    private static final int BLINK = 0x01;
    private static final int MOVE_LEFT = 0x18;
    private static final int MOVE_RIGHT = 0x1C;
    /** 4 bits, 2 lines, characters of 5x8 dots. */
    private static final int FUNCTION = 0x28;

    private static final int CHARACTER_MEMORY = 0x40;
    private static final int TEXT_MEMORY = 0x80;
    private static final int SECOND_LINE = 0x40;

    private static final Duration POWER_ON_TIME = Duration.ofMillis(40);
    private static final Duration RESET_TIME = Duration.ofNanos(4_100_000);
    /** 37 µs at 270 kHz. Some displays are slower. */
    private static final Duration COMMAND_TIME = Duration.ofNanos(100_000);
    /** 1.52 ms at 270 kHz. */
    private static final Duration CLEAR_TIME = Duration.ofMillis(3);

    /** The direction of the text. */
    public enum TextDirection {
        LEFT_TO_RIGHT,
        RIGHT_TO_LEFT
    }

    /** The size of a display. */
    record Size(int columns, int lines) {
        Size {
            if (lines < 1 || lines > 4 || columns < 1 || columns > (lines > 2 ? 20 : 40)) {
                throw new IllegalArgumentException(
                        "a display of %s columns and %s lines is not supported. Expected 1 to 4 lines of 1 to 40 columns, or to 20 with more than 2 lines."
                                .formatted(columns, lines));
            }
        }
    }

    private final int columns;
    private final int lines;
    private final Wires wires;
    private boolean ready;
    private int control = DISPLAY;
    private String message = "";
    private TextDirection direction = TextDirection.LEFT_TO_RIGHT;
    private boolean columnAlign;
    private int column;
    private int row;

    Character_LCD(Size size, Wires wires) {
        columns = size.columns;
        lines = size.lines;
        this.wires = wires;
        clear();
    }

    /** Data sheet, figure 24. Also right for a display that has 4 bits, or half of a byte. */
    private void begin() {
        wires.pause(POWER_ON_TIME);
        for (int times = 0; times < 3; times++) {
            wires.nibble(0x3, false);
            wires.pause(RESET_TIME);
        }
        wires.nibble(0x2, false);
        wires.pause(COMMAND_TIME);
        write(FUNCTION, false);
        write(CONTROL | control, false);
        write(entryMode(direction), false);
    }

    private static int entryMode(TextDirection direction) {
        return ENTRY_MODE | (direction == TextDirection.LEFT_TO_RIGHT ? ENTRY_LEFT : 0);
    }

    private void command(int value) {
        if (!ready) {
            begin();
        }
        write(value, false);
    }

    private void write(int value, boolean isCharacter) {
        ready = false;
        wires.nibble(value >> 4, isCharacter);
        wires.nibble(value & 0x0F, isCharacter);
        wires.pause(isCharacter || value > HOME ? COMMAND_TIME : CLEAR_TIME);
        ready = true;
    }

    /** Moves the cursor, and text that was moved, to the first column and row. */
    public synchronized void home() {
        command(HOME);
    }

    /** Removes all text, and moves the cursor as {@link #home} does. */
    public synchronized void clear() {
        command(CLEAR);
        // It also sets the direction to the right.
        command(entryMode(direction));
    }

    /** True if the lines of a message begin below its first character, and not at the edge of the display. At first false. */
    public synchronized boolean columnAlign() {
        return columnAlign;
    }

    public synchronized void columnAlign(boolean enable) {
        columnAlign = enable;
    }

    private synchronized boolean has(int bit) {
        return (control & bit) != 0;
    }

    private synchronized void control(int bit, boolean on) {
        int to = on ? control | bit : control & ~bit;
        command(CONTROL | to);
        control = to;
    }

    /** True if the cursor is shown, as a line. At first false. */
    public boolean cursor() {
        return has(CURSOR);
    }

    public void cursor(boolean show) {
        control(CURSOR, show);
    }

    /** True if the place of the cursor blinks. At first false. */
    public boolean blink() {
        return has(BLINK);
    }

    public void blink(boolean blink) {
        control(BLINK, blink);
    }

    /** True if the text is shown. At first true. */
    public boolean display() {
        return has(DISPLAY);
    }

    /** Hides or shows the text. */
    public void display(boolean enable) {
        control(DISPLAY, enable);
    }

    /**
     * Sets where the next message begins. The one after it begins at column 0 of row 0 again.
     *
     * @param column from the left, or from the right if the text has that direction; a greater one than the last is the last
     * @param row a greater one than the last is the last
     */
    public synchronized void cursorPosition(int column, int row) {
        if (column < 0 || row < 0) {
            throw new IllegalArgumentException(
                    "column %s and row %s are not possible. Both count from 0.".formatted(column, row));
        }
        int toColumn = Math.min(column, columns - 1);
        move(toColumn, row);
        this.column = toColumn;
        this.row = Math.min(row, lines - 1);
    }

    /** The memory of the first line goes on in the third, that of the second in the fourth. */
    private void move(int toColumn, int toRow) {
        int line = Math.min(toRow, lines - 1);
        command(TEXT_MEMORY | (toColumn + (line % 2 == 0 ? 0 : SECOND_LINE) + (line < 2 ? 0 : columns)));
    }

    /** The last message; empty at first. */
    public synchronized String message() {
        return message;
    }

    /**
     * Writes text, from {@link #cursorPosition} on. After a line feed it continues in the next line. What does not fit into a line is not
     * seen, or is seen in another line. Characters 0 to 7 are those of {@link #createChar}. Most characters from 0x20 to 0x7D are those of
     * ASCII.
     *
     * @throws IllegalArgumentException if a character is above 0xFF; nothing is written then
     */
    public synchronized void message(String message) {
        for (int i = 0; i < message.length(); i++) {
            if (message.charAt(i) > 0xFF) {
                throw new IllegalArgumentException(
                        "a message with the character '%s' is not possible. The display has 0x00 to 0xFF."
                                .formatted(message.charAt(i)));
            }
        }
        boolean isRight = direction == TextDirection.LEFT_TO_RIGHT;
        int first = isRight ? column : columns - 1 - column;
        int line = row;
        if (!message.isEmpty()) {
            move(first, line);
        }
        for (int i = 0; i < message.length(); i++) {
            if (message.charAt(i) == '\n') {
                line++;
                move(columnAlign ? first : isRight ? 0 : columns - 1, line);
            } else {
                write(message.charAt(i), true);
            }
        }
        this.message = message;
        column = 0;
        row = 0;
    }

    /** Moves the text one column to the left. */
    public synchronized void moveLeft() {
        command(MOVE_LEFT);
    }

    /** Moves the text one column to the right. */
    public synchronized void moveRight() {
        command(MOVE_RIGHT);
    }

    /** At first from left to right. */
    public synchronized TextDirection textDirection() {
        return direction;
    }

    /** @param direction of the next messages */
    public synchronized void textDirection(TextDirection direction) {
        command(entryMode(Objects.requireNonNull(direction, "direction")));
        this.direction = direction;
    }

    /**
     * Makes one of eight characters, which a message shows by its number.
     *
     * @param location 0 to 7
     * @param pattern eight rows from the top, 0 to 31; bit 4 is at the left
     */
    public synchronized void createChar(int location, int... pattern) {
        if (location < 0 || location > 7 || pattern.length != 8) {
            throw new IllegalArgumentException("character %s with %s rows is not possible. Expected 0 to 7, and 8 rows."
                    .formatted(location, pattern.length));
        }
        for (int bits : pattern) {
            if (bits < 0 || bits > 0x1F) {
                throw new IllegalArgumentException("a row of the pattern is %s: expected 0 to 31".formatted(bits));
            }
        }
        command(CHARACTER_MEMORY | location << 3);
        for (int bits : pattern) {
            write(bits, true);
        }
    }

    /** The class and the wire of E or the expander, such as {@code Character_LCD_Mono on DigitalInOut(D8, output, low)}. */
    @Override
    public String toString() {
        return "%s on %s".formatted(getClass().getSimpleName(), wires);
    }
}
