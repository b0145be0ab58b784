// SPDX-License-Identifier: MIT
package blinka4j.hardware;

import blinka4j.HardwareException;
import blinka4j.NotAvailableException;
import blinka4j.PinException;
import blinka4j.provider.BoardDefinition;
import blinka4j.provider.BoardDefinition.Resource;
import blinka4j.provider.BoardRegistry.Detected;
import blinka4j.provider.Clock;
import blinka4j.provider.GpioPort;
import blinka4j.provider.Host;
import blinka4j.provider.Line;
import blinka4j.provider.Nearest;
import blinka4j.provider.Provider;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A board and the provider that reaches it. Opens pins and buses by the names of the board's pins, and knows which of
 * them are held. Programs use it through {@code Board} and {@code Blinka}.
 */
public final class Hardware implements AutoCloseable {
    /** What the system shows as the user of a line that this library has requested. */
    public static final String CONSUMER = "blinka4j";

    /** Values of {@code BLINKA_SHUTDOWN_HOOK} that turn it off. */
    private static final Set<String> OFF = Set.of("off", "false", "no", "none", "0");

    private static @Nullable Hardware current;

    /** The boards that the program has opened by itself and not closed yet. A board that it has dropped is not kept. */
    private static final Set<Hardware> INDEPENDENT = Collections.newSetFromMap(new WeakHashMap<>());

    /** The clock of the current board; null where that is to be found out. */
    private static volatile @Nullable Clock currentClock;

    private final BoardDefinition board;
    private final Provider provider;
    private final Host host;
    private final String evidence;
    /** Why only device files that the program names can be opened; null if the board can be used. */
    private final @Nullable NotAvailableException lacks;

    private final Map<Object, String> held = new HashMap<>();
    private final Set<Hold> open = new LinkedHashSet<>();
    private final Map<String, AutoCloseable> shared = new HashMap<>();
    private boolean closed;

    private Hardware(
            BoardDefinition board,
            Provider provider,
            Host host,
            String evidence,
            @Nullable NotAvailableException lacks) {
        this.board = board;
        this.provider = provider;
        this.host = host;
        this.evidence = evidence;
        this.lacks = lacks;
    }

    static Hardware found(Detected detected, Provider provider, Host host, @Nullable NotAvailableException lacks) {
        return new Hardware(detected.board(), provider, host, detected.evidence(), lacks);
    }

    /** A board of the caller's choice behind a provider of the caller's choice, independent of any other. */
    public static Hardware open(BoardDefinition board, Provider provider) {
        Hardware hardware = new Hardware(board, provider, Host.local(), "chosen by the program", null);
        synchronized (INDEPENDENT) {
            INDEPENDENT.add(hardware);
        }
        return hardware;
    }

    /** What {@code Board.*} means: the machine the program runs on, found on first use, or what {@link #use} has set. */
    public static Hardware current() {
        return current("");
    }

    /**
     * The same, for one of its pins.
     *
     * @param pin the pin's name, for the message if there is no board
     */
    public static Hardware current(String pin) {
        return current(pin, Host.local(), Hardware.class.getClassLoader());
    }

    static Hardware current(String pin, Host host, ClassLoader loader) {
        synchronized (Hardware.class) {
            if (current == null || current.isMakeshift()) {
                try {
                    current = Detection.detect(host, loader);
                } catch (NotAvailableException e) {
                    String hint = independent(pin);
                    throw hint.isEmpty() ? e : new NotAvailableException(hint + e.getMessage(), e);
                }
                currentClock = null;
            }
            return current;
        }
    }

    private static String independent(String pin) {
        synchronized (INDEPENDENT) {
            return Hints.independent(pin, INDEPENDENT);
        }
    }

    /**
     * Makes {@code hardware} the current one.
     *
     * @return the one before; null if none had been found yet
     */
    public static @Nullable Hardware use(@Nullable Hardware hardware) {
        synchronized (Hardware.class) {
            Hardware before = current;
            current = hardware;
            currentClock = null;
            return before;
        }
    }

    /**
     * The clock of the current board. Where no board has been used yet, one is searched for only if the user has chosen a
     * provider, because a simulation is never chosen otherwise; where there is none, this is real time.
     */
    public static Clock clock() {
        Clock known = currentClock;
        return known != null ? known : findClock(Host.local(), Hardware.class.getClassLoader());
    }

    static Clock findClock(Host host, ClassLoader loader) {
        synchronized (Hardware.class) {
            Clock clock = currentClock;
            if (clock == null) {
                if (current == null && host.setting("BLINKA_PROVIDER").isPresent()) {
                    try {
                        current = Detection.detect(host, loader);
                    } catch (HardwareException | IllegalArgumentException e) {
                        // A program may sleep without a board. What is wrong is said when the first pin is opened.
                    }
                }
                clock = current == null ? Clock.system() : current.provider.clock();
                currentClock = clock;
            }
            return clock;
        }
    }

    public BoardDefinition board() {
        return board;
    }

    public Provider provider() {
        return provider;
    }

    public Host host() {
        return host;
    }

    /** What decided which board this is. */
    public String evidence() {
        return evidence;
    }

    /** The line of a pin. */
    public Line locate(String pin) {
        Line line = board.pins().get(pin);
        if (line != null) {
            return line;
        }
        int colon = pin.lastIndexOf(':');
        if (colon > 0 && pin.length() - colon <= 6 && pin.substring(colon + 1).matches("\\d+")) {
            return new Line(pin.substring(0, colon), Integer.parseInt(pin.substring(colon + 1)));
        }
        requireBoard(pin);
        return provider.findLine(pin).orElseThrow(() -> unknown(pin));
    }

    /** Whether this can be replaced by what a new search finds: devices may have come since. */
    private boolean isMakeshift() {
        synchronized (open) {
            return lacks != null && open.isEmpty();
        }
    }

    /** What the board lacks is no fault of the program where the provider reaches no board at all. */
    private void requireBoard(String pin) {
        if (lacks != null) {
            throw new NotAvailableException(independent(pin) + lacks.getMessage(), lacks);
        }
    }

    /** A device file that is missing is no fault of the program either. */
    public void requireBoardUnlessThere(String device) {
        if (!host.exists(device)) {
            requireBoard("");
        }
    }

    /** The device file that a name leads to, so that no other name opens it a second time. */
    String real(String device) {
        if (!isFile(device)) {
            return device;
        }
        try {
            Path root = host.root().toRealPath();
            Path file = host.path(device).toRealPath();
            return file.startsWith(root) ? "/" + root.relativize(file) : device;
        } catch (IOException | InvalidPathException e) {
            // It is not there: the provider says so.
            return device;
        }
    }

    private static boolean isFile(String device) {
        return device.startsWith("/") && device.indexOf(' ') < 0;
    }

    private PinException unknown(String pin) {
        String meant = Nearest.pin(pin, board.pins().keySet());
        String has = board.pins().isEmpty()
                ? "no names for its pins"
                : String.join(", ", board.pins().keySet());
        return new PinException(
                "%s%s%s has no pin '%s'%s; it has %s; a line of the kernel is named as label:offset, such as gpiochip0:4%s"
                        .formatted(
                                Hints.isGeneric(board) ? independent(pin) : "",
                                simulate(),
                                board,
                                pin,
                                meant.isEmpty() ? "" : "; did you mean " + meant + "?",
                                has,
                                Hints.generic(board, evidence)));
    }

    /** How a message begins on a PC: its user can only simulate. */
    private String simulate() {
        return Hints.isGeneric(board) && Hints.isPc(host)
                ? Hints.simulate(
                        Services.load(Provider.class, provider.getClass().getClassLoader()))
                : "";
    }

    /**
     * The GPIO line of a pin.
     *
     * @param pin the name of a pin of the board, a line that the kernel calls so, or {@code label:offset}
     */
    public Line line(String pin) {
        Line line = locate(pin);
        if (!line.isGpio()) {
            throw new PinException("%s on %s cannot be used as GPIO: it is dedicated to %s. GPIO pins: %s"
                    .formatted(pin, board, Hints.use(this, line), String.join(", ", Hints.gpios(board))));
        }
        return line;
    }

    /** Takes a GPIO line; {@link #openGpio} opens it. */
    public Hold hold(String pin, Line line) {
        Hold hold = begin("DigitalInOut(%s)".formatted(pin), Place.ofCaller());
        hold.take(line, pin);
        return hold;
    }

    public GpioPort openGpio(String pin, Line line) {
        try {
            return provider.openGpio(line, CONSUMER);
        } catch (PinException e) {
            throw Hints.chipSelect(board, pin, line, e);
        }
    }

    /**
     * The first resource whose pins are those that a program asks for.
     *
     * @param asked the names of the pins, in the order of {@link Resource#pins}; null for one that the program does not use.
     *     Of a kind with one pin, also {@link Resource#unit}
     */
    public <R extends Resource> R find(Kind kind, List<R> all, List<@Nullable String> asked) {
        String only = kind.hasOnePin() ? asked.get(0) : null;
        if (only != null) {
            for (R each : all) {
                if (each.unit().equals(only)) {
                    return each;
                }
            }
            locate(only);
        }
        for (R each : all) {
            if (isOn(each, asked)) {
                return each;
            }
        }
        for (R each : all) {
            if (kind == Kind.I2C && isOn(each, List.of(asked.get(1), asked.get(0)))) {
                throw new PinException(Hints.swapped(each, asked));
            }
        }
        if (!kind.hasOnePin()) {
            requireBoard("");
        }
        throw new PinException("%s%s has no %s on %s; it has %s%s"
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

    /** Whether two names are of the same pin. */
    public boolean isOn(@Nullable String pinOfResource, String pin) {
        return pinOfResource != null
                && !pinOfResource.isEmpty()
                && locate(pinOfResource).equals(locate(pin));
    }

    /** The resource of this device file; {@code other} if the board does not list it. */
    public <R extends Resource> R named(List<R> all, R other) {
        return all.stream()
                .filter(each -> each.device().equals(other.device()))
                .findFirst()
                .orElse(other);
    }

    /** The board's first resource of this kind. */
    public <R extends Resource> R first(Kind kind, List<R> all) {
        if (all.isEmpty()) {
            requireBoard("");
            throw new NotAvailableException("%s%s%s has no %s"
                    .formatted(Hints.isGeneric(board) ? independent("") : "", simulate(), board, kind.noun));
        }
        return all.get(0);
    }

    /** Takes a resource for the program: {@link Hold#open} opens it. */
    public Hold hold(Kind kind, Resource resource, List<@Nullable String> pins) {
        return hold(kind, resource, pins, Place.ofCaller());
    }

    /** Takes a resource for everybody, as {@code Board.i2c()} does. */
    public Hold holdForAll(Kind kind, Resource resource) {
        return hold(kind, resource, resource.pins(), null);
    }

    private Hold hold(Kind kind, Resource resource, List<@Nullable String> pins, @Nullable StackTraceElement place) {
        Hold hold = begin(kind.holder(resource, pins), place);
        try {
            // A pin stands for a channel of a controller, which may come out on another pin, too.
            for (String pin : kind.hasOnePin() ? resource.pins() : pins) {
                if (pin != null) {
                    hold.take(locate(pin), pin);
                }
            }
            String unit = resource.unit();
            String real = real(unit);
            hold.take(real, real.equals(unit) ? kind.unit(pins) : unit);
            if (!isFile(unit)) {
                hold.alias(unit);
            }
            return hold;
        } catch (RuntimeException | Error e) {
            hold.release();
            throw e;
        }
    }

    private Hold begin(String holder, @Nullable StackTraceElement place) {
        requireOpen(holder);
        return new Hold(this, held, holder, place);
    }

    /**
     * The one object of this kind that everybody shares; opened anew when there is none, or when it has been closed.
     *
     * @param kind such as {@code i2c}
     */
    public AutoCloseable shared(
            String kind, Supplier<? extends AutoCloseable> opener, Predicate<AutoCloseable> isClosed) {
        synchronized (shared) {
            requireOpen(kind);
            AutoCloseable one = shared.get(kind);
            if (one == null || isClosed.test(one)) {
                one = opener.get();
                shared.put(kind, one);
            }
            return one;
        }
    }

    /** Closes every pin and bus that is still open, and refuses to open more. Closing again does nothing. */
    @Override
    public void close() {
        synchronized (INDEPENDENT) {
            INDEPENDENT.remove(this);
        }
        RuntimeException failure = null;
        for (Hold each : beginClosing()) {
            try {
                each.closeWithBoard();
            } catch (RuntimeException e) {
                if (failure == null) {
                    failure = e;
                } else {
                    failure.addSuppressed(e);
                }
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    /** Refuses to open more. The caller closes what is open. */
    List<Hold> beginClosing() {
        synchronized (open) {
            closed = true;
            return new ArrayList<>(open);
        }
    }

    /**
     * What the program has opened and not closed, each with the place where it was opened, in that order. The buses that
     * everybody shares, such as {@code Board.i2c()}, are the board's and not among them.
     */
    public List<String> stillOpen() {
        synchronized (open) {
            return open.stream().filter(Hold::isPrograms).map(Hold::described).toList();
        }
    }

    /** False on simulated hardware, where to close what a program forgets would hide the mistake from a test. */
    boolean isReal() {
        return provider.standsFor().isEmpty();
    }

    private void requireOpen(String wanted) {
        synchronized (open) {
            if (closed) {
                throw isClosed(wanted);
            }
        }
    }

    private IllegalStateException isClosed(String wanted) {
        return new IllegalStateException(
                "cannot open %s: %s has been closed; open it anew with Blinka.open(board, provider)"
                        .formatted(wanted, this));
    }

    /** Remembers what has just been opened, to close it with all others, unless all are closed already. */
    void keep(Hold hold) {
        synchronized (open) {
            if (closed) {
                throw isClosed(hold.toString());
            }
            if (open.isEmpty() && closesAtExit()) {
                ClosingAtExit.add(this);
            }
            open.add(hold);
        }
    }

    /** A port has been closed, and its pins are free. */
    void closed(Hold hold) {
        synchronized (open) {
            open.remove(hold);
            if (open.isEmpty()) {
                ClosingAtExit.remove(this);
            }
        }
    }

    private boolean closesAtExit() {
        return isReal()
                && host.setting("BLINKA_SHUTDOWN_HOOK")
                        .map(value -> !OFF.contains(value.toLowerCase(Locale.ROOT)))
                        .orElse(true);
    }

    @Override
    public String toString() {
        return "%s by the provider '%s'".formatted(board, provider.name());
    }
}
