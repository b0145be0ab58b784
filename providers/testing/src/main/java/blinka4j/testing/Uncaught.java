// SPDX-License-Identifier: MIT
package blinka4j.testing;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.Thread.UncaughtExceptionHandler;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/** The exceptions that end threads which a test has started. */
final class Uncaught {
    private static final InheritableThreadLocal<@Nullable Uncaught> WATCHED = new InheritableThreadLocal<>();

    private static final Logger LOG = System.getLogger("blinka4j.testing");

    /** Guarded by the class. */
    private static int watches;

    private final Queue<AssertionError> found = new ConcurrentLinkedQueue<>();
    /** That of a test which runs in the same thread and waits for this one, as JUnit can do it. */
    private final @Nullable Uncaught outer = WATCHED.get();

    private volatile boolean ended;

    private Uncaught() {}

    /** The handler of all threads without one, while there is a watch. It runs in the thread that ends. */
    private record Handler(@Nullable UncaughtExceptionHandler before) implements UncaughtExceptionHandler {
        @Override
        public void uncaughtException(Thread thread, Throwable e) {
            Uncaught watched = WATCHED.get();
            if (watched != null && !watched.ended) {
                watched.found.add(new AssertionError(
                        "%s has ended the thread '%s'. Catch it in the thread, or prevent it."
                                .formatted(e, thread.getName()),
                        e));
            } else if (before != null) {
                before.uncaughtException(thread, e);
            } else {
                LOG.log(Level.ERROR, "Exception in thread '" + thread.getName() + "'", e);
            }
        }
    }

    /** Watches threads that this thread starts. */
    static Uncaught watch() {
        Uncaught watched = new Uncaught();
        WATCHED.set(watched);
        synchronized (Uncaught.class) {
            if (watches++ == 0) {
                Thread.setDefaultUncaughtExceptionHandler(new Handler(Thread.getDefaultUncaughtExceptionHandler()));
            }
        }
        return watched;
    }

    /** Ends the watch. Returns an error for each exception. */
    List<AssertionError> end() {
        ended = true;
        WATCHED.set(outer);
        synchronized (Uncaught.class) {
            if (--watches == 0 && Thread.getDefaultUncaughtExceptionHandler() instanceof Handler mine) {
                Thread.setDefaultUncaughtExceptionHandler(mine.before);
            }
        }
        return new ArrayList<>(found);
    }
}
