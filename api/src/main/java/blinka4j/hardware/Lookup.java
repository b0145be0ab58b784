// SPDX-License-Identifier: MIT
package blinka4j.hardware;

import blinka4j.NotAvailableException;
import blinka4j.PinException;
import blinka4j.provider.BoardDefinition;
import blinka4j.provider.BoardDefinition.Resource;
import blinka4j.provider.BoardRegistry.Detected;
import blinka4j.provider.Host;
import blinka4j.provider.Line;
import blinka4j.provider.Provider;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds the pins, buses and other resources of a board by their names. The errors say which ones the board has. */
public final class Lookup {
    private final BoardDefinition board;
    private final String evidence;
    private final Provider provider;
    private final Host host;
    /** Why only device files that the program names can be opened; null if the board can be used. */
    private final @Nullable NotAvailableException lacks;

    Lookup(Detected detected, Provider provider, Host host, @Nullable NotAvailableException lacks) {
        this.board = detected.board();
        this.evidence = detected.evidence();
        this.provider = provider;
        this.host = host;
        this.lacks = lacks;
    }

    /** Returns the line of a pin, which may be dedicated to another use than GPIO. */
    Line locate(String pin) {
        Line line = board.pins().get(pin);
        if (line != null) {
            return line;
        }
        int colon = pin.lastIndexOf(':');
        if (colon > 0 && pin.length() - colon <= 6 && pin.substring(colon + 1).matches("\\d+")) {
            return new Line(pin.substring(0, colon), Integer.parseInt(pin.substring(colon + 1)));
        }
        requireBoard(pin);
        Line found = provider.findLine(pin).orElse(null);
        if (found == null) {
            throw unknown(pin);
        }
        return found;
    }

    private PinException unknown(String pin) {
        return new PinException(
                "%s%s%s has no pin '%s'.%s It has %s. Lines of the kernel are named label:offset, such as gpiochip0:4.%s"
                        .formatted(
                                Hints.isGeneric(board) ? IndependentBoards.hint(pin) : "",
                                simulate(),
                                board,
                                pin,
                                Hints.meant(board, pin),
                                board.pins().isEmpty()
                                        ? "no names for its pins"
                                        : String.join(", ", board.pins().keySet()),
                                Hints.generic(board, evidence)));
    }

    /** The first sentence of a message on a PC, where the program can only run on simulated hardware. */
    private String simulate() {
        return Hints.isGeneric(board) && Hints.isPc(host)
                ? Hints.simulate(
                        Services.load(Provider.class, provider.getClass().getClassLoader()))
                : "";
    }

    /**
     * Returns the GPIO line of a pin.
     *
     * @param pin the name of a pin of the board, the kernel's name of a line, or {@code label:offset}
     */
    public Line line(String pin) {
        Line line = locate(pin);
        if (!line.isGpio()) {
            throw new PinException("%s on %s cannot be used as GPIO: it is dedicated to %s. GPIO pins: %s"
                    .formatted(pin, board, Hints.use(board, line), String.join(", ", Hints.gpios(board))));
        }
        return line;
    }

    /**
     * Returns the first resource on a pin; null if there is none. A known board without such resources is not searched for the pin:
     * the caller's error about the missing kind helps more than one about an unknown pin.
     *
     * @param pin the name of the pin, or {@link Resource#unit}
     * @throws PinException if the board has such resources, but no such pin
     */
    public <R extends Resource> @Nullable R search(List<R> all, String pin) {
        for (R each : all) {
            if (each.unit().equals(pin)) {
                return each;
            }
        }
        if (!all.isEmpty() || lacks != null || Hints.isGeneric(board)) {
            locate(pin);
        }
        return search(all, List.of(pin));
    }

    /**
     * Returns the first resource on these pins; null if there is none.
     *
     * @param asked as in {@link #find}
     */
    public <R extends Resource> @Nullable R search(List<R> all, List<@Nullable String> asked) {
        for (R each : all) {
            if (isOn(each, asked)) {
                return each;
            }
        }
        return null;
    }

    /**
     * Returns the first resource on these pins.
     *
     * @param asked the names of the pins, in the order of {@link Resource#pins}; null for a pin that the program does not use.
     *     If the kind has one pin, {@link Resource#unit} may stand for its name
     */
    public <R extends Resource> R find(Kind kind, List<R> all, List<@Nullable String> asked) {
        String only = kind.hasOnePin() ? asked.get(0) : null;
        if (only != null) {
            R found = search(all, only);
            if (found != null) {
                return found;
            }
        }
        R on = search(all, asked);
        if (on != null) {
            return on;
        }
        for (R each : all) {
            if (kind == Kind.I2C && isOn(each, List.of(asked.get(1), asked.get(0)))) {
                throw new PinException(Hints.swapped(each, asked));
            }
        }
        if (!kind.hasOnePin()) {
            requireBoard("");
        }
        throw new PinException("%s%s has no %s on %s. It has %s.%s"
                .formatted(
                        kind.hasOnePin() ? "" : simulate(),
                        board,
                        kind.noun,
                        kind.pins(asked),
                        Hints.list(all),
                        kind.otherWay));
    }

    private boolean isOn(Resource resource, List<@Nullable String> asked) {
        for (int i = 0; i < asked.size(); i++) {
            String pin = asked.get(i);
            if (pin != null && !isOn(resource.pins().get(i), pin)) {
                return false;
            }
        }
        return true;
    }

    /** True if two names mean the same pin. */
    public boolean isOn(@Nullable String pinOfResource, String pin) {
        return pinOfResource != null
                && !pinOfResource.isEmpty()
                && locate(pinOfResource).equals(locate(pin));
    }

    /** Returns the resource of this device file; {@code other} if the board does not list it. */
    public <R extends Resource> R named(List<R> all, R other) {
        return all.stream()
                .filter(each -> each.device().equals(other.device()))
                .findFirst()
                .orElse(other);
    }

    /** Returns the board's first resource of this kind. */
    public <R extends Resource> R first(Kind kind, List<R> all) {
        if (all.isEmpty()) {
            requireBoard("");
            throw new NotAvailableException("%s%s%s has no %s"
                    .formatted(Hints.isGeneric(board) ? IndependentBoards.hint("") : "", simulate(), board, kind.noun));
        }
        return all.get(0);
    }

    /** True if the provider reaches device files only, and no board. */
    boolean lacksBoard() {
        return lacks != null;
    }

    /** Blames the missing board, not the program, if there is no board at all. */
    private void requireBoard(String pin) {
        if (lacks != null) {
            throw new NotAvailableException(IndependentBoards.hint(pin) + lacks.getMessage(), lacks);
        }
    }

    /** If the device file does not exist, and there is no board either, the missing board is the error. */
    public void requireBoardUnlessThere(String device) {
        if (!host.exists(device)) {
            requireBoard("");
        }
    }

    static boolean isFile(String device) {
        return device.startsWith("/") && device.indexOf(' ') < 0;
    }

    /** Returns the file that a device file links to, so that two names of one device are recognised. */
    String real(String device) {
        if (!isFile(device)) {
            return device;
        }
        try {
            Path root = host.path("/").toRealPath();
            Path file = host.path(device).toRealPath();
            return file.startsWith(root) ? "/" + root.relativize(file) : device;
        } catch (IOException | InvalidPathException e) {
            // The provider reports a file that does not exist.
            return device;
        }
    }
}
