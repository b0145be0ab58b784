// SPDX-License-Identifier: MIT
package blinka4j.provider;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** The clock of the system: on Linux the kernel's monotonic clock, which also gives the timestamps of edges. */
final class SystemClock implements Clock {
    static final SystemClock INSTANCE = new SystemClock();

    /** Parking is less exact than this, so the last part of a delay is a busy wait. */
    private static final long SLACK_NANOS = 100_000;

    private SystemClock() {}

    @Override
    public long nanos() {
        return System.nanoTime();
    }

    @Override
    public void sleep(long nanos) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        TimeUnit.NANOSECONDS.sleep(nanos);
    }

    @Override
    public void delay(long nanos) {
        long end = System.nanoTime() + nanos;
        boolean interrupted = false;
        for (long left = nanos; left > 0; left = end - System.nanoTime()) {
            if (left > SLACK_NANOS) {
                LockSupport.parkNanos(left - SLACK_NANOS);
                // A thread with its interrupt status set cannot park.
                interrupted |= Thread.interrupted();
            } else {
                Thread.onSpinWait();
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public String toString() {
        return "real time";
    }
}
