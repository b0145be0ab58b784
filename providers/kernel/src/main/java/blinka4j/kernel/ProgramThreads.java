// SPDX-License-Identifier: MIT
package blinka4j.kernel;

import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Finds the program's own threads, for a provider whose library has threads that would keep a finished program alive. */
public final class ProgramThreads {
    private ProgramThreads() {}

    /**
     * Returns a thread that keeps the virtual machine alive and is not the library's, or null if there is none.
     *
     * @param ofLibrary true for a thread of the library
     */
    public static @Nullable Thread any(Predicate<Thread> ofLibrary) {
        ThreadGroup root = Thread.currentThread().getThreadGroup();
        for (ThreadGroup parent = root; parent != null; parent = parent.getParent()) {
            root = parent;
        }
        Thread[] threads = new Thread[root.activeCount() + 64];
        int count = root.enumerate(threads);
        while (count == threads.length) {
            threads = new Thread[2 * threads.length];
            count = root.enumerate(threads);
        }
        for (int i = 0; i < count; i++) {
            Thread thread = threads[i];
            // The launcher's thread of this name waits for all others.
            boolean waits = thread.getName().equals("DestroyJavaVM");
            if (!thread.isDaemon() && thread.isAlive() && !waits && !ofLibrary.test(thread)) {
                return thread;
            }
        }
        return null;
    }
}
