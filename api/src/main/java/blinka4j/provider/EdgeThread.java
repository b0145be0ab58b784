// SPDX-License-Identifier: MIT
package blinka4j.provider;

import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * A thread on which a provider calls edge listeners. It is a daemon.
 *
 * <p>A provider ends a watch with {@link #awaitListener}, so that closing a pin cannot deadlock with a listener.
 */
public final class EdgeThread extends Thread {
    /** The longest time in milliseconds that the end of a watch waits for a listener that is running. */
    public static final long LONGEST_WAIT_MILLIS = 2_000;

    public EdgeThread(Runnable task, String name) {
        super(task, name);
        setDaemon(true);
    }

    /**
     * Waits until a listener has returned. Gives up after {@link #LONGEST_WAIT_MILLIS}, and at once if the thread is interrupted. The
     * interrupt status stays set. Does not wait inside a listener, because two listeners might wait for each other. Does not wait while
     * the virtual machine shuts down, because the listener might be in {@link System#exit}, which does not return.
     *
     * @param monitor the lock that the caller holds once; it is notified when a listener has returned
     * @param running returns true while the listener is running; called with the monitor locked
     */
    public static void awaitListener(Object monitor, BooleanSupplier running) {
        if (!running.getAsBoolean() || Thread.currentThread() instanceof EdgeThread || isShuttingDown()) {
            return;
        }
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(LONGEST_WAIT_MILLIS);
        while (running.getAsBoolean()) {
            long left = end - System.nanoTime();
            if (left <= 0) {
                return;
            }
            try {
                TimeUnit.NANOSECONDS.timedWait(monitor, left);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    /** During a shutdown, hooks can be neither added nor removed. Java has no other way to detect it. */
    private static boolean isShuttingDown() {
        try {
            Runtime.getRuntime().removeShutdownHook(new Thread());
            return false;
        } catch (IllegalStateException e) {
            return true;
        }
    }
}
