// SPDX-License-Identifier: MIT
package blinka4j.hardware;

import blinka4j.NotAvailableException;
import blinka4j.PinException;
import blinka4j.provider.GpioPort;
import blinka4j.provider.GpioPort.Bias;
import blinka4j.provider.Line;
import blinka4j.provider.LinesPort;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Several pins that are opened together, for a class such as {@code DigitalInOutGroup}. That class owns it and closes it. */
public final class LineGroup implements AutoCloseable {
    private final LinesPort port;
    private final Hold hold;
    private final String name;
    private final String again;

    private LineGroup(LinesPort port, Hold hold, String name, String again) {
        this.port = port;
        this.hold = hold;
        this.name = name;
        this.again = again;
    }

    /**
     * Takes pins of one chip. They stay as they are.
     *
     * @param front the class that the program opens, for messages: {@code DigitalInOutGroup}
     * @throws PinException if the board has no such pin, if one is in use, or if the pins are on several chips
     * @throws NotAvailableException if the provider has no groups of lines
     */
    public static LineGroup ofOneChip(String front, Hardware hardware, List<String> pins) {
        List<Line> lines = lines(front, hardware, pins);
        if (!areOnOneChip(lines)) {
            throw new PinException(
                    "%s needs pins of one GPIO chip, but these are on several: %s. Use a group for each chip."
                            .formatted(front, places(pins, lines)));
        }
        return open(front, hardware, pins, lines, () -> hardware.provider().openLines(lines, Hardware.CONSUMER));
    }

    /**
     * Takes pins, together if they are on one chip and the provider has groups of lines, otherwise one by one.
     *
     * @throws PinException if the board has no such pin, or if one is in use
     */
    public static LineGroup ofAnyChip(String front, Hardware hardware, List<String> pins) {
        List<Line> lines = lines(front, hardware, pins);
        return open(front, hardware, pins, lines, () -> openAny(hardware, pins, lines));
    }

    /**
     * Takes pins that are used one by one: see {@link #ports}.
     *
     * @param front the method that the program calls, for messages: {@code BitbangIO.i2c}
     */
    public static LineGroup ofSingles(String front, Hardware hardware, List<String> pins) {
        List<Line> lines = lines(front, hardware, pins);
        LineGroup group = open(front, hardware, pins, lines, () -> openSingles(hardware, pins, lines));
        return new LineGroup(group.port, group.hold, group.name, group.name);
    }

    private static LineGroup open(
            String front, Hardware hardware, List<String> pins, List<Line> lines, Supplier<LinesPort> opener) {
        Hold hold = hardware.hold(front, pins, lines);
        Resting opened = hold.open(() -> new Resting(opener.get()));
        return new LineGroup(opened.port, hold, name(front, pins), "a new " + front);
    }

    private static LinesPort openAny(Hardware hardware, List<String> pins, List<Line> lines) {
        if (areOnOneChip(lines)) {
            try {
                return hardware.provider().openLines(lines, Hardware.CONSUMER);
            } catch (NotAvailableException e) {
                // The provider has no groups of lines. If it is another reason, opening one line gives the same error.
            }
        }
        return openSingles(hardware, pins, lines);
    }

    private static SeparateLines openSingles(Hardware hardware, List<String> pins, List<Line> lines) {
        SeparateLines opened = new SeparateLines(String.join(", ", pins));
        try {
            for (int i = 0; i < lines.size(); i++) {
                opened.ports.add(hardware.openGpio(pins.get(i), lines.get(i)));
            }
        } catch (RuntimeException | Error e) {
            try (opened) {
                throw e;
            }
        }
        return opened;
    }

    /** For lines that are not on the board itself. */
    public static LineGroup of(String front, @Nullable LinesPort port) {
        LinesPort given = Arguments.port(port, front, "new %s(Board.D4, Board.D5)".formatted(front));
        return new LineGroup(
                given, Hold.of(new Resting(given)), "%s(%s)".formatted(front, given.name()), "a new " + front);
    }

    private static List<Line> lines(String front, Hardware hardware, List<String> pins) {
        List<Line> lines = new ArrayList<>();
        for (String pin : pins) {
            Line line = hardware.lookup().line(pin);
            if (lines.contains(line)) {
                throw new IllegalArgumentException(
                        "%s has the pin %s (%s) twice. Pass different pins.".formatted(name(front, pins), pin, line));
            }
            lines.add(line);
        }
        return lines;
    }

    private static boolean areOnOneChip(List<Line> lines) {
        return lines.stream().map(Line::chip).distinct().count() == 1;
    }

    private static String places(List<String> pins, List<Line> lines) {
        List<String> places = new ArrayList<>();
        for (int i = 0; i < pins.size(); i++) {
            places.add("%s on %s".formatted(pins.get(i), lines.get(i).chip()));
        }
        return String.join(", ", places);
    }

    private static String name(String front, List<String> pins) {
        return "%s(%s)".formatted(front, String.join(", ", pins));
    }

    /** Lines that are inputs without pull when they are closed. Has no reference to its owner, which may become garbage. */
    private record Resting(LinesPort port) implements AutoCloseable {
        @Override
        public void close() {
            try (port) {
                port.input(Bias.DISABLED);
            } catch (PinException e) {
                // Lines that are gone drive nothing.
                if (!e.isGone()) {
                    throw e;
                }
            }
        }
    }

    /** Runs {@code first}, the first use of the port. If that fails, closes the group. */
    public void begin(Runnable first) {
        try {
            first.run();
        } catch (RuntimeException | Error e) {
            try (hold) {
                throw e;
            }
        }
    }

    /** Closes this when {@code owner}, the program's object, is garbage. Its listener must not refer to it then. */
    public void guard(Object owner) {
        hold.guard(owner);
    }

    /** Returns the hold of the pins. */
    public Hold hold() {
        return hold;
    }

    /** Returns the port, also of a group that is closed. */
    public LinesPort port() {
        return port;
    }

    /** Returns the lines of {@link #ofSingles}, in the order of the pins. */
    public List<GpioPort> ports() {
        return port instanceof SeparateLines singles ? singles.ports : List.of();
    }

    /** @throws IllegalStateException if this, or its board, was closed */
    public void requireOpen() {
        if (isClosed()) {
            throw hold.closed(name, again);
        }
    }

    /** True if this, or its board, was closed. */
    public boolean isClosed() {
        return hold.isClosed();
    }

    /** Makes the lines inputs without pull, and frees the pins. Closing again does nothing. */
    @Override
    public void close() {
        hold.close();
    }

    /** Returns the name in messages, such as {@code DigitalInOutGroup(D4, D5)}. */
    @Override
    public String toString() {
        return name;
    }
}
