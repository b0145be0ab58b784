// SPDX-License-Identifier: MIT
package blinka4j.microcontroller;

import blinka4j.PinException;
import blinka4j.hardware.CurrentBoard;
import blinka4j.hardware.Hardware;
import blinka4j.provider.Line;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A pin, by the name printed on the board: {@code D18}, {@code SDA}, {@code P9_12}.
 *
 * <p>A pin is only a name. {@code DigitalInOut}, {@code I2C} and the other classes look up its line when they open it. If the
 * board has no pin of this name, opening it raises an error.
 */
public final class Pin {
    private final String name;
    private final @Nullable Hardware hardware;
    private final @Nullable Line line;
    private final String board;

    /** A pin of the board that the program runs on. */
    public Pin(String name) {
        this(name, null);
    }

    /** @param hardware the board of the pin; null for the board that the program runs on */
    @SuppressWarnings("exports") // For Blinka, where programs get their pins.
    public Pin(String name, @Nullable Hardware hardware) {
        this(name, hardware, "", null);
    }

    private Pin(String name, @Nullable Hardware hardware, String board, @Nullable Line line) {
        if (isMissing(name)) {
            throw new IllegalArgumentException("the name of the pin is null. Pass a name such as D18.");
        }
        if (name.isBlank()) {
            throw new IllegalArgumentException("the name of the pin is blank. Pass a name such as D18.");
        }
        this.name = name;
        this.hardware = hardware;
        this.board = board;
        this.line = line;
    }

    /**
     * A pin of one board, as in the classes of {@code blinka4j.boards.pins}. On another board, opening it raises an error, unless that
     * board has the same line under the same name, as boards of one family do.
     *
     * @param board the board's name, for messages
     * @param line the pin's line on that board
     */
    public static Pin of(String board, String name, Line line) {
        return new Pin(name, null, board, line);
    }

    /**
     * Returns {@code pin} after checking that it is not null.
     *
     * @param use the class that needs the pin, for the message, such as {@code DigitalInOut}
     * @throws IllegalArgumentException if {@code pin} is null
     */
    public static Pin required(@Nullable Pin pin, String use) {
        if (pin == null) {
            throw new IllegalArgumentException("the pin of %s is null. Pass a pin such as Board.D18.".formatted(use));
        }
        return pin;
    }

    /**
     * Returns the board of several pins.
     *
     * @param use as in {@link #required}
     * @throws IllegalArgumentException if a pin is null, or if the pins are of different boards
     */
    @SuppressWarnings("exports") // For the front classes, which open the pins.
    public static Hardware hardware(String use, Pin... pins) {
        Hardware hardware = required(pins[0], use).hardware();
        for (Pin pin : pins) {
            if (!hardware.equals(required(pin, use).hardware())) {
                throw new IllegalArgumentException(
                        "%s has %s and %s, which are pins of different boards. Pass pins of one board."
                                .formatted(use, pins[0], pin));
            }
        }
        return hardware;
    }

    private static boolean isMissing(@Nullable Object argument) {
        return argument == null;
    }

    public String name() {
        return name;
    }

    /**
     * The board of this pin.
     *
     * @throws PinException if the pin is from another board than the program runs on
     */
    @SuppressWarnings("exports") // For the front classes, which open the pin.
    public Hardware hardware() {
        Hardware here = hardware != null ? hardware : CurrentBoard.get(name);
        if (line != null && !line.equals(here.board().pins().get(name))) {
            throw new PinException(
                    "%s is a pin of %s (line %s), but this program runs on %s. Use a pin of that board%s."
                            .formatted(
                                    name,
                                    board,
                                    line,
                                    here.board(),
                                    here.board().pins().containsKey(name)
                                            ? ", or its %s, which is another line: Board.pin(\"%s\")"
                                                    .formatted(name, name)
                                            : ""));
        }
        return here;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Pin pin
                && name.equals(pin.name)
                && hardware == pin.hardware
                && Objects.equals(line, pin.line);
    }

    @Override
    public int hashCode() {
        return Objects.hash(name, System.identityHashCode(hardware));
    }

    @Override
    public String toString() {
        return name;
    }
}
