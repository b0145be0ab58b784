// SPDX-License-Identifier: MIT
package blinka4j.hardware;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Closes all open pins and buses when the virtual machine ends: by Ctrl-C, SIGTERM or {@code System.exit}, but not by {@code
 * kill -9}. The shutdown hook is registered only while something is open.
 */
final class ClosingAtExit {
    /** Limits on waiting, for one port and for all of them. */
    private static final long ONE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private static final long ALL_NANOS = TimeUnit.SECONDS.toNanos(5);

    private static final Set<Hardware> OPEN = new LinkedHashSet<>();

    private static @Nullable Thread hook;

    private ClosingAtExit() {}

    /** Call this when the first object on {@code hardware} is opened. */
    static void add(Hardware hardware) {
        synchronized (OPEN) {
            OPEN.add(hardware);
            if (hook == null) {
                Thread thread = new Thread(ClosingAtExit::closeAll, "blinka4j-exit");
                thread.setContextClassLoader(null);
                try {
                    Runtime.getRuntime().addShutdownHook(thread);
                    hook = thread;
                } catch (IllegalStateException e) {
                    // The shutdown has begun. Another hook opens something, and must close it.
                }
            }
        }
    }

    /** Call this when the last object on {@code hardware} is closed. */
    static void remove(Hardware hardware) {
        synchronized (OPEN) {
            Thread thread = hook;
            if (OPEN.remove(hardware) && OPEN.isEmpty() && thread != null) {
                hook = null;
                try {
                    Runtime.getRuntime().removeShutdownHook(thread);
                } catch (IllegalStateException e) {
                    // The shutdown has begun, and this may be the hook itself.
                }
            }
        }
    }

    /**
     * Closes each port on a thread. Otherwise a transfer that does not end, or a thread that holds a lock while it calls {@code
     * System.exit}, would keep the virtual machine from ending.
     */
    private static void closeAll() {
        List<Hardware> all;
        synchronized (OPEN) {
            all = new ArrayList<>(OPEN);
        }
        long end = System.nanoTime() + ALL_NANOS;
        for (Hardware hardware : all) {
            for (Hold hold : hardware.beginClosing()) {
                Thread closer = new Thread(hold::closeWithBoard, "blinka4j-close");
                closer.setDaemon(true);
                // An error must not keep the other ports from being closed, and nobody is left to handle it.
                closer.setUncaughtExceptionHandler((thread, e) -> {});
                closer.start();
                try {
                    long left = Math.min(ONE_NANOS, end - System.nanoTime());
                    closer.join(Math.max(1, TimeUnit.NANOSECONDS.toMillis(left)));
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    return;
                }
            }
        }
    }
}
