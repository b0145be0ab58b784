// SPDX-License-Identifier: MIT
package blinka4j.samples.launcher;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ends the program that the current thread runs: by an interrupt, on which a program that sleeps closes what it has
 * opened; one that does not listen finds its pins and buses closed. Ctrl-C does the same, until {@link #close}.
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

    /** @param closeAll closes the pins and buses that the program has left open; may be called twice */
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

    /** Whether the program was asked to end: an exception that it throws then is no failure. */
    boolean isUnderWay() {
        return underWay;
    }

    /** The program has ended, by itself or because it was asked. No interrupt comes after this. */
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

    /** The virtual machine lives as long as this runs. */
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

    /** Closes what the program has left open. */
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
            // The shutdown is under way: it was what ended the program.
        }
    }
}
