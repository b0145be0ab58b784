// SPDX-License-Identifier: MIT
package blinka4j.pi4j;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * The threads on which Pi4J's plugin gpiod watches its inputs: one for each, that Pi4J starts when it makes the input, and that may
 * take a while to begin. One that has not begun cannot be ended: Pi4J 2 forgets it, and when it begins after all it uses memory
 * that was freed, of which the virtual machine dies; Pi4J 3 waits five seconds for its end and fails.
 */
final class GpiodThreads {
    private static final String INPUT = "com.pi4j.plugin.gpiod.provider.gpio.digital.GpioDDigitalInput";
    private static final String RUN = "monitorLineEvents";

    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

    /** The plugin's inputs that this provider holds. The plugin has one state for the whole process, and so has this. */
    private static final AtomicInteger inputs = new AtomicInteger();

    /** When the newest of them was made. */
    private static volatile long newestNanos;

    private GpiodThreads() {}

    /** To be told of an input when it is there. */
    static void made(Object input) {
        if (isOfPlugin(input)) {
            newestNanos = System.nanoTime();
            inputs.incrementAndGet();
        }
    }

    /** To be told of an input when it is gone. */
    static void takenBack(Object input) {
        if (isOfPlugin(input)) {
            inputs.decrementAndGet();
        }
    }

    private static boolean isOfPlugin(Object input) {
        return input.getClass().getName().equals(INPUT);
    }

    /**
     * Waits until the threads of all inputs have begun. A thread that has not begun five seconds after the newest input was made
     * has failed: nobody waits for it then, now or later.
     */
    static void awaitBegin() {
        boolean interrupted = false;
        long end = newestNanos + PATIENCE_NANOS;
        while (inputs.get() > 0 && begun() < inputs.get() && System.nanoTime() - end < 0) {
            interrupted |= Thread.interrupted();
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static int begun() {
        int begun = 0;
        for (StackTraceElement[] frames : Thread.getAllStackTraces().values()) {
            // One that has called something from there has said before that it has begun.
            for (int i = 1; i < frames.length; i++) {
                if (frames[i].getMethodName().equals(RUN)
                        && frames[i].getClassName().equals(INPUT)) {
                    begun++;
                    break;
                }
            }
        }
        return begun;
    }
}
