// SPDX-License-Identifier: MIT
package blinka4j.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LineLockTest {
    private final AtomicInteger barriers = new AtomicInteger();
    private final LineLock lent = new LineLock(this::barrier);
    private final LineLock ordinary = new LineLock();

    /** Taking a thread's stack stops it where all it did before is done, which is a barrier for it. */
    private void barrier() {
        barriers.incrementAndGet();
        Thread.getAllStackTraces();
    }

    private static Thread start(Runnable run) {
        Thread thread = new Thread(run);
        thread.start();
        return thread;
    }

    @Test
    void oneThreadEntersAsOftenAsItLikesWithoutABarrier() {
        for (int i = 0; i < 100; i++) {
            int outer = lent.enter();
            int inner = lent.enter();
            lent.exit(inner);
            lent.exit(outer);
        }
        assertThat(barriers).hasValue(0);
    }

    @Test
    void theInnerExitLeavesTheLockTaken() throws Exception {
        for (LineLock lock : List.of(lent, ordinary)) {
            int outer = lock.enter();
            lock.exit(lock.enter());
            AtomicBoolean entered = new AtomicBoolean();
            Thread other = start(() -> {
                int mine = lock.enter();
                entered.set(true);
                lock.exit(mine);
            });
            awaitWaiting(other);
            // Also while the lock is being taken from this thread.
            lock.exit(lock.enter());
            assertThat(entered).isFalse();
            lock.exit(outer);
            other.join();
            assertThat(entered).isTrue();
        }
    }

    private static void awaitWaiting(Thread thread) {
        while (thread.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
    }

    @Test
    void aThreadThatWaitsIsNotDisturbedByAnInterruptAndKeepsIt() throws Exception {
        int mine = lent.enter();
        AtomicBoolean entered = new AtomicBoolean();
        AtomicBoolean interrupted = new AtomicBoolean();
        Thread other = start(() -> {
            int theirs = lent.enter();
            entered.set(true);
            interrupted.set(Thread.currentThread().isInterrupted());
            lent.exit(theirs);
        });
        awaitWaiting(other);
        other.interrupt();
        awaitWaiting(other);
        assertThat(entered).isFalse();
        lent.exit(mine);
        other.join();
        assertThat(entered).isTrue();
        assertThat(interrupted).isTrue();
    }

    @Test
    void afterAFewChangesOfThreadsThereAreNoMoreBarriers() throws Exception {
        for (int i = 0; i < 30; i++) {
            start(() -> lent.exit(lent.enter())).join();
        }
        assertThat(barriers.get()).isBetween(1, 10);
    }

    @Test
    void aBarrierThatFailsLeavesTheLockWhoseItWas() throws Exception {
        AtomicBoolean fail = new AtomicBoolean(true);
        LineLock lock = new LineLock(() -> {
            if (fail.get()) {
                throw new IllegalStateException("no barrier");
            }
            barrier();
        });
        int mine = lock.enter();
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        Thread other = start(() -> {
            try {
                lock.enter();
            } catch (IllegalStateException e) {
                thrown.set(e);
            }
        });
        other.join();
        assertThat(thrown.get()).hasMessage("no barrier");
        lock.exit(lock.enter());
        lock.exit(mine);
        fail.set(false);
        Thread another = start(() -> lock.exit(lock.enter()));
        another.join();
        lock.exit(lock.enter());
    }

    /** The field is neither volatile nor atomic: only the lock keeps the threads apart, and shows them each other's work. */
    private static final class Counter {
        private long count;
        private boolean busy;
    }

    @Test
    void noTwoThreadsAreInsideAtOnceAndEachSeesWhatTheOtherDid() throws Exception {
        for (int round = 0; round < 200; round++) {
            LineLock lock = new LineLock(this::barrier);
            Counter counter = new Counter();
            AtomicInteger together = new AtomicInteger();
            CountDownLatch start = new CountDownLatch(1);
            int threads = 3;
            int times = 2_000;
            List<Thread> all = new ArrayList<>();
            for (int t = 0; t < threads; t++) {
                all.add(start(() -> {
                    try {
                        start.await(10, TimeUnit.SECONDS);
                    } catch (InterruptedException e) {
                        throw new AssertionError(e);
                    }
                    for (int i = 0; i < times; i++) {
                        int entered = lock.enter();
                        int again = lock.enter();
                        if (counter.busy) {
                            together.incrementAndGet();
                        }
                        counter.busy = true;
                        counter.count++;
                        counter.busy = false;
                        lock.exit(again);
                        lock.exit(entered);
                    }
                }));
            }
            start.countDown();
            for (Thread thread : all) {
                thread.join();
            }
            assertThat(together).hasValue(0);
            assertThat(counter.count).isEqualTo((long) threads * times);
        }
    }
}
