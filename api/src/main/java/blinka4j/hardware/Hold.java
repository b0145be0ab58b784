// SPDX-License-Identifier: MIT
package blinka4j.hardware;

import blinka4j.PinException;
import blinka4j.provider.Port;
import java.lang.ref.Cleaner;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What one open object, such as an {@code I2C}, owns: its pins, its device, and the port behind them. The object closes it,
 * or its board does; whichever comes first closes the port and makes the pins free, once.
 */
public final class Hold implements AutoCloseable {
    /** Null for a port that is not on a board of this library. */
    private final @Nullable Hardware hardware;

    private final Map<Object, String> held;
    private final String holder;
    private final @Nullable StackTraceElement place;
    private final AtomicBoolean closing = new AtomicBoolean();
    private volatile boolean closed;
    private volatile boolean closedWithBoard;

    // All that follows is guarded by "held".
    private final List<Object> mine = new ArrayList<>();
    /** The device as the board's definition has it, if that is a name and not a file; or empty. */
    private String alias = "";

    private @Nullable AutoCloseable port;
    private Cleaner.@Nullable Cleanable guard;

    /**
     * @param held what is held, of all objects, with who holds it
     * @param holder the object that takes, as messages call it, such as {@code DigitalInOut(D18)}
     * @param place where the program has opened it; null for what the board opens once for everybody
     */
    Hold(@Nullable Hardware hardware, Map<Object, String> held, String holder, @Nullable StackTraceElement place) {
        this.hardware = hardware;
        this.held = held;
        this.holder = holder;
        this.place = place;
    }

    /** Owns a port that is not on a board of this library. */
    public static Hold of(AutoCloseable port) {
        Hold hold = new Hold(null, new HashMap<>(), port.toString(), null);
        hold.own(port);
        return hold;
    }

    private void own(AutoCloseable opened) {
        synchronized (held) {
            port = opened;
        }
    }

    /** Takes a {@code Line}, or the device of a bus. */
    void take(Object thing, String name) {
        synchronized (held) {
            String other = held.putIfAbsent(thing, holder);
            if (other != null) {
                throw new PinException(
                        "%s (%s) is already open as %s; close that first, or use it".formatted(name, thing, other));
            }
            mine.add(thing);
        }
    }

    void alias(String device) {
        synchronized (held) {
            alias = device;
        }
    }

    /** Opens the port. Gives back what was taken if that fails. */
    public <P extends AutoCloseable> P open(Supplier<P> opener) {
        P opened;
        try {
            opened = opener.get();
        } catch (RuntimeException | Error e) {
            release();
            throw e;
        }
        own(opened);
        Hold mustClose = this;
        try {
            if (hardware != null) {
                hardware.keep(this);
                if (opened instanceof Port named) {
                    takeMeant(hardware, named.name());
                }
            }
        } catch (RuntimeException | Error e) {
            try (mustClose) {
                throw e;
            }
        }
        return opened;
    }

    /** Takes the device that a name turned out to mean, so that nobody opens it a second time by its file. */
    private void takeMeant(Hardware on, String device) {
        String name;
        synchronized (held) {
            name = alias;
        }
        if (!name.isEmpty() && !device.equals(name)) {
            take(on.lookup().real(device), name);
        }
    }

    /** Closes what the program forgets to close, when {@code front}, its object, is garbage. Only on real hardware. */
    public void guard(Object front) {
        if (hardware != null && hardware.isReal() && isPrograms()) {
            synchronized (held) {
                guard = Forgotten.track(front, this);
            }
        }
    }

    /** Whether the program must close this itself. */
    boolean isPrograms() {
        return place != null;
    }

    /** True if the port is closed and the pins are free. */
    public boolean isClosed() {
        return closed;
    }

    /**
     * The error of an object that is used after it was closed.
     *
     * @param object as messages call it
     * @param again how to open it again
     */
    public IllegalStateException closed(String object, String again) {
        return new IllegalStateException(
                closedWithBoard
                        ? "%s is closed, with all of %s. Open that anew with Blinka.open(board, provider), then this with %s."
                                .formatted(object, hardware, again)
                        : "%s is closed. Open it again with %s.".formatted(object, again));
    }

    /** With the place where it was opened. */
    String described() {
        return place == null ? holder : "%s opened at %s".formatted(holder, place);
    }

    /** Closes the port, then makes the pins free. Closing again does nothing. */
    @Override
    public void close() {
        if (closing.compareAndSet(false, true)) {
            end();
        }
    }

    /** The same, for a board that closes all that is open on it. */
    void closeWithBoard() {
        if (closing.compareAndSet(false, true)) {
            closedWithBoard = true;
            end();
        }
    }

    private void end() {
        AutoCloseable last;
        synchronized (held) {
            last = port;
        }
        try (last) {
            // Closes the port.
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("a port closes without checked exceptions", e);
        } finally {
            release();
            if (hardware != null) {
                hardware.closed(this);
            }
        }
    }

    void release() {
        Cleaner.Cleanable done;
        synchronized (held) {
            mine.forEach(held::remove);
            mine.clear();
            closed = true;
            done = guard;
        }
        if (done != null) {
            done.clean();
        }
    }

    @Override
    public String toString() {
        return holder;
    }
}
