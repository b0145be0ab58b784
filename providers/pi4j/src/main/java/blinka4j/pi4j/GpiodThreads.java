// SPDX-License-Identifier: MIT
package blinka4j.pi4j;

import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The threads on which Pi4J's plugin gpiod watches its inputs. There is one for each input, and it starts a while after Pi4J has made
 * the input.
 *
 * <p>A thread that has not started cannot be stopped. Pi4J 2 forgets it; when it starts later, it uses and frees memory that was already
 * freed, which crashes the virtual machine. Pi4J 3 waits five seconds for its end and fails. A thread that starts too early ends at once
 * in Pi4J 2, because it misses a field that is set after its start, and its input never has an edge.
 */
final class GpiodThreads {
    private static final String INPUT = "com.pi4j.plugin.gpiod.provider.gpio.digital.GpioDDigitalInput";
    private static final String RUN = "monitorLineEvents";

    /** The calls of a thread before it checks whether to go on, and when it ends. */
    private static final Set<String> PREPARATIONS = Set.of("getInstance", "openLineEvent", "closeLineEvent");

    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(5);
    /** Used if it is unknown whether a thread has ended. */
    private static final long BLIND_PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    /** The plugin's inputs that this provider holds. Static, because the plugin has one state for the process. */
    private static final AtomicInteger inputs = new AtomicInteger();

    private GpiodThreads() {}

    /**
     * Waits until the thread of a new input watches it. Inputs of other plugins do not need this.
     *
     * @return false if it does not. Give up the input then, without calling {@link #ended}.
     */
    static boolean begins(Object input) {
        if (!isOfPlugin(input)) {
            return true;
        }
        Future<?> task = ByName.gpiodTask(input);
        long patience = task == null ? BLIND_PATIENCE_NANOS : PATIENCE_NANOS;
        long start = System.nanoTime();
        inputs.incrementAndGet();
        boolean interrupted = false;
        boolean begun = watching() >= inputs.get();
        while (!begun && !isDone(task) && System.nanoTime() - start < patience) {
            interrupted |= Thread.interrupted();
            LockSupport.parkNanos(PAUSE_NANOS);
            begun = watching() >= inputs.get();
        }
        // The threads may be of other inputs, which the program made itself.
        begun &= !isDone(task);
        if (!begun) {
            inputs.decrementAndGet();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return begun;
    }

    /** Call this when an input that was watched has been removed. */
    static void ended(Object input) {
        if (isOfPlugin(input)) {
            inputs.decrementAndGet();
        }
    }

    private static boolean isOfPlugin(Object input) {
        return input.getClass().getName().equals(INPUT);
    }

    private static boolean isDone(@Nullable Future<?> task) {
        return task != null && task.isDone();
    }

    private static int watching() {
        int watching = 0;
        for (StackTraceElement[] frames : Thread.getAllStackTraces().values()) {
            for (int i = 1; i < frames.length; i++) {
                if (frames[i].getMethodName().equals(RUN)
                        && frames[i].getClassName().equals(INPUT)) {
                    watching += PREPARATIONS.contains(frames[i - 1].getMethodName()) ? 0 : 1;
                    break;
                }
            }
        }
        return watching;
    }
}
