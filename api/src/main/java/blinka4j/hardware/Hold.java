// SPDX-License-Identifier: MIT
package blinka4j.hardware;

import blinka4j.PinException;
import java.lang.ref.Cleaner;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What one open object has taken: lines and buses. Gives each back once, however often it is released. */
final class Hold {
    private final Map<Object, String> held;
    private final String holder;
    private final @Nullable StackTraceElement place;
    private final boolean guards;
    private final List<Object> mine = new ArrayList<>();
    private Cleaner.@Nullable Cleanable guard;
    private boolean released;

    /**
     * @param held what is held, of all objects, with who holds it
     * @param holder the object that takes, as messages call it, such as {@code DigitalInOut(D18)}
     * @param place where the program has opened it; null for what the board opens once for everybody
     * @param guards whether to close what the program forgets
     */
    Hold(Map<Object, String> held, String holder, @Nullable StackTraceElement place, boolean guards) {
        this.held = held;
        this.holder = holder;
        this.place = place;
        this.guards = guards;
    }

    /** From now on, what the program forgets to close is closed when {@code front}, its object, is garbage. */
    void guard(Object front, AutoCloseable port) {
        if (guards && isPrograms()) {
            synchronized (held) {
                guard = Forgotten.track(front, this, port);
            }
        }
    }

    /** Whether the program must close this itself. */
    boolean isPrograms() {
        return place != null;
    }

    boolean isOpen() {
        synchronized (held) {
            return !released;
        }
    }

    /** With the place where it was opened. */
    String described() {
        return place == null ? holder : "%s opened at %s".formatted(holder, place);
    }

    /** @param thing a {@code Line}, or the device of a bus */
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

    void release() {
        Cleaner.Cleanable done;
        synchronized (held) {
            mine.forEach(held::remove);
            mine.clear();
            released = true;
            done = guard;
        }
        if (done != null) {
            done.clean();
        }
    }

    /** Takes and opens; gives back what was taken if that fails. */
    <T> T whileOpening(Supplier<T> open) {
        try {
            return open.get();
        } catch (RuntimeException | Error e) {
            release();
            throw e;
        }
    }

    @Override
    public String toString() {
        return holder;
    }
}
