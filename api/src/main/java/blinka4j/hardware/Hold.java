// SPDX-License-Identifier: MIT
package blinka4j.hardware;

import blinka4j.PinException;
import blinka4j.provider.Port;
import java.lang.ref.Cleaner;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The pins, the device and the port of one open object, such as an {@code I2C}. The object or its board closes it. The first
 * close closes the port and frees the pins.
 */
public final class Hold implements AutoCloseable {
    /** Longer than a port waits for its listener when it closes. */
    private static final long PATIENCE_SECONDS = 3;

    /** Null for a port that is not on a board of this library. */
    private final @Nullable Hardware hardware;

    private final Map<Object, String> held;
    private final String holder;
    private final @Nullable StackTraceElement place;
    private final AtomicBoolean closing = new AtomicBoolean();
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile boolean closed;
    private volatile boolean closedWithBoard;

    /** The hold of the pins on a board that the port uses; null if it uses none. Set once, by {@link #of}. */
    private @Nullable Hold pins;

    // The following fields are guarded by "held".
    private final List<Object> mine = new ArrayList<>();
    /** The pin of a bus, or the device in the board's definition if it is a name and not a file; otherwise empty. */
    private String alias = "";

    private @Nullable AutoCloseable port;
    private Cleaner.@Nullable Cleanable guard;
    private @Nullable Supplier<@Nullable Thread> locker;

    /** A port that uses pins on a board, such as those of {@code bitbangio}. It is closed with them. */
    public interface OnPins {
        /** Returns the hold of the pins. */
        Hold hold();
    }

    /**
     * @param held all lines and devices in use on this board, each with its holder
     * @param holder the name of the object in messages, such as {@code DigitalInOut(D18)}
     * @param place where the program opened it; null if the board opened it for the whole program
     */
    Hold(@Nullable Hardware hardware, Map<Object, String> held, String holder, @Nullable StackTraceElement place) {
        this.hardware = hardware;
        this.held = held;
        this.holder = holder;
        this.place = place;
    }

    /** Returns a hold of a port that is not on a board of this library. */
    public static Hold of(AutoCloseable port) {
        Hold hold = new Hold(null, new HashMap<>(), port.toString(), null);
        hold.own(port);
        hold.pins = port instanceof OnPins user ? user.hold() : null;
        return hold;
    }

    private void own(AutoCloseable opened) {
        synchronized (held) {
            port = opened;
        }
    }

    /** Takes a {@code Line} or a device. Fails if it is in use. */
    void take(Object thing, String name) {
        synchronized (held) {
            String other = held.putIfAbsent(thing, holder);
            if (other != null) {
                throw new PinException(
                        "%s (%s) is already open as %s. Close that first, or use it.".formatted(name, thing, other));
            }
            mine.add(thing);
        }
    }

    /**
     * Makes {@link #open} take the device of the port too, to which {@code device} leads: otherwise it could be opened a second time by
     * its own name.
     *
     * @param device what the program has named instead, such as a pin
     */
    public void alias(String device) {
        synchronized (held) {
            alias = device;
        }
    }

    /** Opens the port. If that fails, frees the pins and the device. */
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

    /** Takes the device that a name has led to. Otherwise it could be opened a second time by its file. */
    private void takeMeant(Hardware on, String device) {
        String name;
        synchronized (held) {
            name = alias;
        }
        if (!name.isEmpty() && !device.equals(name)) {
            take(on.lookup().real(device), name);
        }
    }

    /** Closes this when {@code front}, the program's object, is garbage. On real hardware only. */
    public void guard(Object front) {
        if (hardware != null && hardware.isReal() && isPrograms()) {
            synchronized (held) {
                guard = Forgotten.track(front, this);
            }
        }
    }

    /** True if the program must close this, false if the board does. */
    boolean isPrograms() {
        return place != null;
    }

    /** Sets how to find the thread that has locked this bus. */
    public void lockedBy(Supplier<@Nullable Thread> thread) {
        synchronized (held) {
            locker = thread;
        }
    }

    /** The thread that has locked this bus; null if it is no bus, or not locked. */
    @Nullable Thread lockedBy() {
        Supplier<@Nullable Thread> thread;
        synchronized (held) {
            thread = locker;
        }
        return thread == null ? null : thread.get();
    }

    /** Waits for the end of a close that has begun on another thread. An interrupt ends the wait. */
    void awaitEndOfClose() {
        if (closing.get() && !closed) {
            try {
                ended.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** True if the port is closed and the pins are free. */
    public boolean isClosed() {
        Hold used = pins;
        return closed || (used != null && used.isClosed());
    }

    /**
     * Returns the error of an object that is used after it was closed.
     *
     * @param object the name of the object in messages
     * @param again how to open it again
     */
    public IllegalStateException closed(String object, String again) {
        Hold used = pins;
        if (!closed && used != null && used.isClosed()) {
            return used.closed(used.holder, used.holder);
        }
        return new IllegalStateException(
                closedWithBoard
                        ? "%s is closed, with all of %s. Open that anew with Blinka.open(board, provider), then this with %s."
                                .formatted(object, hardware, again)
                        : "%s is closed. Open it again with %s.".formatted(object, again));
    }

    /** Names the object and the place where it was opened. */
    String described() {
        return place == null ? holder : "%s opened at %s".formatted(holder, place);
    }

    /** Closes the port, then frees the pins. Closing again does nothing. */
    @Override
    public void close() {
        if (closing.compareAndSet(false, true)) {
            end();
        }
    }

    /** The same as {@link #close}, when the board is closed. */
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
            ended.countDown();
        }
    }

    void release() {
        Cleaner.Cleanable done;
        synchronized (held) {
            for (Object each : mine) {
                held.remove(each);
            }
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
