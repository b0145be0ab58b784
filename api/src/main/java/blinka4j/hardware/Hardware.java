// SPDX-License-Identifier: MIT
package blinka4j.hardware;

import blinka4j.NotAvailableException;
import blinka4j.PinException;
import blinka4j.provider.BoardDefinition;
import blinka4j.provider.BoardDefinition.Resource;
import blinka4j.provider.BoardRegistry.Detected;
import blinka4j.provider.GpioPort;
import blinka4j.provider.Host;
import blinka4j.provider.Line;
import blinka4j.provider.Provider;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A board and the provider that reaches it. Holds pins and devices for the objects that use them, and closes those objects
 * with the board. Programs use it through {@code Board} and {@code Blinka}.
 */
public final class Hardware implements AutoCloseable {
    /** The user that the system shows for a GPIO line of this library. */
    public static final String CONSUMER = "blinka4j";

    /** Values of {@code BLINKA_SHUTDOWN_HOOK} that turn it off. */
    private static final Set<String> OFF = Set.of("off", "false", "no", "none", "0");

    private final Detected detected;
    private final Provider provider;
    private final Host host;
    private final Lookup lookup;

    private final Map<Object, String> held = new HashMap<>();
    private final Set<Hold> open = new LinkedHashSet<>();
    private final Map<String, AutoCloseable> shared = new HashMap<>();
    private boolean closed;

    /** @param lacks why only device files that the program names can be opened; null if the board can be used */
    Hardware(Detected detected, Provider provider, Host host, @Nullable NotAvailableException lacks) {
        this.detected = detected;
        this.provider = provider;
        this.host = host;
        this.lookup = new Lookup(detected, provider, host, lacks);
    }

    /** Returns a board that is independent of all others. */
    public static Hardware open(BoardDefinition board, Provider provider) {
        Hardware hardware = new Hardware(new Detected(board, "chosen by the program"), provider, Host.local(), null);
        IndependentBoards.add(hardware);
        return hardware;
    }

    public BoardDefinition board() {
        return detected.board();
    }

    public Provider provider() {
        return provider;
    }

    public Host host() {
        return host;
    }

    /** Returns the reason why this board was chosen. */
    public String evidence() {
        return detected.evidence();
    }

    public Lookup lookup() {
        return lookup;
    }

    /**
     * Takes a GPIO line; {@link #openGpio} opens it.
     *
     * @param front the class that the program opens, for messages: {@code DigitalInOut}
     */
    public Hold hold(String front, String pin, Line line) {
        Hold hold = begin(front + "(" + pin + ")", Place.ofCaller());
        hold.take(line, pin);
        return hold;
    }

    /** Takes several GPIO lines, for an object that needs them all. */
    public Hold hold(String front, List<String> pins, List<Line> lines) {
        Hold hold = begin(front + "(" + String.join(", ", pins) + ")", Place.ofCaller());
        try {
            for (int i = 0; i < lines.size(); i++) {
                hold.take(lines.get(i), pins.get(i));
            }
            return hold;
        } catch (RuntimeException | Error e) {
            hold.release();
            throw e;
        }
    }

    /** Takes a device by its name; {@link Hold#open} opens it. */
    public Hold hold(String front, String device) {
        Hold hold = begin(front + "(" + device + ")", Place.ofCaller());
        hold.take(device, "the device");
        return hold;
    }

    /** Takes a device that the whole program shares, by its name; {@link Hold#open} opens it. */
    public Hold holdForAll(String front, String device) {
        Hold hold = begin(front + "(" + device + ")", null);
        hold.take(device, "the device");
        return hold;
    }

    public GpioPort openGpio(String pin, Line line) {
        try {
            return provider.openGpio(line, CONSUMER);
        } catch (PinException e) {
            throw Hints.chipSelect(board(), pin, line, e);
        }
    }

    /** Takes a resource for the program; {@link Hold#open} opens it. */
    public Hold hold(Kind kind, Resource resource, List<@Nullable String> pins) {
        return hold(kind, resource, pins, Place.ofCaller());
    }

    /** Takes a resource that the whole program shares, as {@code Board.i2c()} does. */
    public Hold holdForAll(Kind kind, Resource resource) {
        return hold(kind, resource, resource.pins(), null);
    }

    private Hold hold(Kind kind, Resource resource, List<@Nullable String> pins, @Nullable StackTraceElement place) {
        Hold hold = begin(kind.holder(resource, pins), place);
        try {
            // A pin stands for a channel of a controller, which may come out on another pin, too.
            for (String pin : kind.hasOnePin() ? resource.pins() : pins) {
                if (pin != null) {
                    hold.take(lookup.locate(pin), pin);
                }
            }
            String unit = resource.unit();
            String real = lookup.real(unit);
            hold.take(real, real.equals(unit) ? kind.unit(pins) : unit);
            if (!Lookup.isFile(unit)) {
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
     * Returns the object of this kind that the whole program shares. Opens it if there is none, or if it has been closed. If another
     * thread is closing it, waits for that.
     *
     * @param kind such as {@code i2c}
     */
    public AutoCloseable shared(
            String kind, Supplier<? extends AutoCloseable> opener, Predicate<AutoCloseable> isClosed) {
        synchronized (shared) {
            requireOpen(kind);
            for (Hold each : holdsForAll()) {
                each.awaitEndOfClose();
            }
            AutoCloseable one = shared.get(kind);
            if (one == null || isClosed.test(one)) {
                one = opener.get();
                shared.put(kind, one);
            }
            return one;
        }
    }

    private List<Hold> holdsForAll() {
        synchronized (open) {
            return open.stream().filter(each -> !each.isPrograms()).toList();
        }
    }

    /** Closes all that is open. After that nothing can be opened on this board. Closing again does nothing. */
    @Override
    public void close() {
        IndependentBoards.remove(this);
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

    /** Prevents that more is opened. The caller closes what is open. */
    List<Hold> beginClosing() {
        synchronized (open) {
            closed = true;
            return new ArrayList<>(open);
        }
    }

    /**
     * Lists the objects that the program has opened and not closed, in that order, each with the place where it was opened.
     * Shared buses, such as {@code Board.i2c()}, belong to the board. They are in the list only if a thread has locked them and does
     * not unlock them within a second.
     */
    public List<String> stillOpen() {
        List<Hold> all;
        synchronized (open) {
            all = new ArrayList<>(open);
        }
        List<String> described = new ArrayList<>();
        for (Hold each : all) {
            Thread locker = each.isPrograms() ? null : each.lockedBy();
            if (each.isPrograms()) {
                described.add(each.described());
            } else if (locker != null) {
                described.add("%s, locked by the thread '%s', which must unlock it".formatted(each, locker.getName()));
            }
        }
        return described;
    }

    /** True if a new detection may replace this: it reaches no board, and nothing is open. */
    boolean isMakeshift() {
        synchronized (open) {
            return lookup.lacksBoard() && open.isEmpty();
        }
    }

    /** False on simulated hardware. There, closing forgotten objects would hide the mistake from a test. */
    boolean isReal() {
        return provider.standsFor().isEmpty();
    }

    /**
     * @param wanted what the program opens, for the message
     * @throws IllegalStateException if this board was closed
     */
    public void requireOpen(String wanted) {
        synchronized (open) {
            if (closed) {
                throw new IllegalStateException(
                        "Cannot open %s: %s is closed. Open the board again with Blinka.open(board, provider)."
                                .formatted(wanted, this));
            }
        }
    }

    /** Remembers an open object until {@link #closed}. Fails if the board has been closed meanwhile. */
    void keep(Hold hold) {
        synchronized (open) {
            requireOpen(hold.toString());
            if (open.isEmpty() && closesAtExit()) {
                ClosingAtExit.add(this);
            }
            open.add(hold);
        }
    }

    /** Forgets an object whose port is closed and whose pins are free. */
    void closed(Hold hold) {
        synchronized (open) {
            open.remove(hold);
            if (open.isEmpty()) {
                ClosingAtExit.remove(this);
            }
        }
    }

    private boolean closesAtExit() {
        String hook = host.setting("BLINKA_SHUTDOWN_HOOK").orElse("");
        return isReal() && !OFF.contains(hook.toLowerCase(Locale.ROOT));
    }

    @Override
    public String toString() {
        return "%s by the provider '%s'".formatted(board(), provider.name());
    }
}
