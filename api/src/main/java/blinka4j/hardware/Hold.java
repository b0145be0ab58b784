// SPDX-License-Identifier: MIT
package blinka4j.hardware;

import blinka4j.PinException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** What one open object has taken: lines and buses. Gives each back once, however often it is released. */
final class Hold {
    private final Map<Object, String> held;
    private final String holder;
    private final List<Object> mine = new ArrayList<>();

    /**
     * @param held what is held, of all objects, with who holds it
     * @param holder the object that takes, as messages call it, such as {@code DigitalInOut(D18)}
     */
    Hold(Map<Object, String> held, String holder) {
        this.held = held;
        this.holder = holder;
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
        synchronized (held) {
            mine.forEach(held::remove);
            mine.clear();
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
