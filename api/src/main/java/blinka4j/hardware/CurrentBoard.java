// SPDX-License-Identifier: MIT
package blinka4j.hardware;

import blinka4j.HardwareException;
import blinka4j.NotAvailableException;
import blinka4j.provider.Clock;
import blinka4j.provider.Host;
import org.jspecify.annotations.Nullable;

/** The board that {@code Board.*} means, and its clock. */
public final class CurrentBoard {
    private static @Nullable Hardware current;

    /** The clock of the current board; null if nobody has asked for it since the board changed. */
    private static volatile @Nullable Clock clock;

    private CurrentBoard() {}

    /** Returns the board that {@link #use} has set; otherwise this machine, which is recognised on first use. */
    public static Hardware get() {
        return get("");
    }

    /**
     * The same as {@link #get()}, for one of the board's pins.
     *
     * @param pin the name of the pin, for the message if there is no board
     */
    public static Hardware get(String pin) {
        return get(pin, Host.local(), CurrentBoard.class.getClassLoader());
    }

    static Hardware get(String pin, Host host, ClassLoader loader) {
        synchronized (CurrentBoard.class) {
            if (current == null || current.isMakeshift()) {
                try {
                    current = Detection.detect(host, loader);
                } catch (NotAvailableException e) {
                    String hint = IndependentBoards.hint(pin);
                    throw hint.isEmpty() ? e : new NotAvailableException(hint + e.getMessage(), e);
                }
                clock = null;
            }
            return current;
        }
    }

    /**
     * Makes {@code hardware} the current board.
     *
     * @return the board before; null if there was none yet
     */
    public static @Nullable Hardware use(@Nullable Hardware hardware) {
        synchronized (CurrentBoard.class) {
            Hardware before = current;
            current = hardware;
            clock = null;
            return before;
        }
    }

    /**
     * Returns the clock of the current board. If no board is in use yet, this looks for one only if {@code BLINKA_PROVIDER} is
     * set, because otherwise the board cannot be a simulated one. Without a board this is real time.
     */
    public static Clock clock() {
        Clock known = clock;
        return known != null ? known : clock(Host.local(), CurrentBoard.class.getClassLoader());
    }

    static Clock clock(Host host, ClassLoader loader) {
        synchronized (CurrentBoard.class) {
            Clock known = clock;
            if (known == null) {
                if (current == null && host.setting("BLINKA_PROVIDER").isPresent()) {
                    try {
                        current = Detection.detect(host, loader);
                    } catch (HardwareException | IllegalArgumentException e) {
                        // A program may sleep without a board. The first pin that it opens reports the error.
                    }
                }
                known = current == null ? Clock.system() : current.provider().clock();
                clock = known;
            }
            return known;
        }
    }
}
