// SPDX-License-Identifier: MIT
package blinka4j.samples.launcher;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ends the program of the current thread with an interrupt, on which a program that sleeps closes its pins and buses. If the program
 * ignores the interrupt, this class closes them. Ctrl-C does the same, until {@link #close}.
 */
final class Ending implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMillis(1500);
    private static final Duration CLOSING = Duration.ofSeconds(3);

    private final Thread program = Thread.currentThread();
    private final Runnable closeAll;
    private final Thread onShutdown = new Thread(this::beforeShutdown, "blinka4j-shutdown");
    private final CountDownLatch ended = new CountDownLatch(1);
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile boolean underWay;

    /** @param closeAll closes the pins and buses that are still open; may be called twice */
    Ending(Runnable closeAll) {
        this.closeAll = closeAll;
        Runtime.getRuntime().addShutdownHook(onShutdown);
    }

    /** Ends the program soon, from any thread. */
    void soon() {
        after(Duration.ZERO);
    }

    /** Ends the program when {@code time} has passed. */
    void after(Duration time) {
        Thread thread = new Thread(
                () -> {
                    if (!isOver(ended, time)) {
                        end();
                    }
                },
                "blinka4j-ending");
        thread.setDaemon(true);
        thread.start();
    }

    /** True if the program was asked to end. An exception that it throws then is not a failure. */
    boolean isUnderWay() {
        return underWay;
    }

    /** To call when the program has ended. No interrupt comes after this. */
    synchronized void ended() {
        ended.countDown();
        if (underWay) {
            Thread.interrupted();
        }
    }

    private void end() {
        synchronized (this) {
            if (ended.getCount() == 0) {
                return;
            }
            underWay = true;
            program.interrupt();
        }
        if (!isOver(ended, PATIENCE)) {
            closeAll.run();
        }
    }

    /** Keeps the virtual machine alive until the pins and buses are closed. */
    private void beforeShutdown() {
        end();
        isOver(closed, CLOSING);
    }

    private static boolean isOver(CountDownLatch latch, Duration limit) {
        try {
            return latch.await(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    /** Closes the pins and buses that the program has left open. */
    @Override
    public void close() {
        try {
            closeAll.run();
        } finally {
            closed.countDown();
        }
        try {
            Runtime.getRuntime().removeShutdownHook(onShutdown);
        } catch (IllegalStateException e) {
            // The shutdown has begun. It ended the program.
        }
    }
}
