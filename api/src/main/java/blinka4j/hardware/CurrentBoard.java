// SPDX-License-Identifier: MIT
package blinka4j.hardware;

import blinka4j.HardwareException;
import blinka4j.NotAvailableException;
import blinka4j.provider.Clock;
import blinka4j.provider.Host;
import org.jspecify.annotations.Nullable;

/**
 * The board that {@code Board.*} means, and its clock: one for the whole program, and others for the threads of a {@link Scope}.
 */
public final class CurrentBoard {
    private static @Nullable Hardware current;

    /** The clock of the current board; null if nobody has asked for it since the board changed. */
    private static volatile @Nullable Clock clock;

    /** The scope in which a thread, or the one that started it, runs. */
    private static final InheritableThreadLocal<@Nullable Scope> SCOPE = new InheritableThreadLocal<>();

    /** False until the first scope, so that programs without one need not look for it. */
    private static volatile boolean hasScopes;

    private CurrentBoard() {}

    /** Threads for which {@code Board.*} means another board than for the rest of the program. */
    public static final class Scope {
        private final @Nullable Scope outer;
        /** Null when the scope has ended. A thread may outlive it, and must not keep the board in memory. */
        private volatile @Nullable Hardware board;

        private Scope(@Nullable Scope outer, Hardware board) {
            this.outer = outer;
            this.board = board;
        }

        /** Ends the scope in all its threads. Ending it again does nothing. */
        public void end() {
            board = null;
            if (SCOPE.get() == this) {
                SCOPE.set(outer);
            }
        }
    }

    /** Makes {@code hardware} the current board of this thread, and of the threads that it starts until the scope ends. */
    public static Scope useInThread(Hardware hardware) {
        Scope outer = SCOPE.get();
        while (outer != null && outer.board == null) {
            outer = outer.outer;
        }
        Scope scope = new Scope(outer, hardware);
        SCOPE.set(scope);
        hasScopes = true;
        return scope;
    }

    /** The board of the innermost scope of this thread that has not ended; null if there is none. */
    private static @Nullable Hardware ofThread() {
        if (hasScopes) {
            for (Scope scope = SCOPE.get(); scope != null; scope = scope.outer) {
                Hardware board = scope.board;
                if (board != null) {
                    return board;
                }
            }
        }
        return null;
    }

    /**
     * Returns the board of this thread's {@link Scope}; otherwise the one that {@link #use} has set; otherwise this machine, which is
     * recognised on first use.
     */
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
        Hardware ofThread = ofThread();
        if (ofThread != null) {
            return ofThread;
        }
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
     * Makes {@code hardware} the current board of all threads that are in no {@link Scope}.
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
        Hardware ofThread = ofThread();
        if (ofThread != null) {
            return ofThread.provider().clock();
        }
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
