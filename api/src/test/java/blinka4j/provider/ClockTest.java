// SPDX-License-Identifier: MIT
package blinka4j.provider;

import static org.assertj.core.api.Assertions.assertThat;

import blinka4j.provider.Clock.Alarm;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Tasks in real time. Each wait ends when something has happened, however slow the machine is. */
@ResourceLock("blinka4j-alarms")
class ClockTest {
    private static final String THREAD = "blinka4j-alarms";
    private static final long NEVER = TimeUnit.HOURS.toNanos(1);
    private static final long PATIENCE_SECONDS = 120;

    private final Clock clock = Clock.system();

    private static void await(CountDownLatch latch) throws InterruptedException {
        assertThat(latch.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    }

    private static Thread[] threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals(THREAD))
                .toArray(Thread[]::new);
    }

    private static void awaitEnd() throws InterruptedException {
        for (Thread thread : threads()) {
            thread.join(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
            assertThat(thread.isAlive()).isFalse();
        }
    }

    @Test
    void tasksRunInTheOrderOfTheirTimesOnOneDaemonThreadThatEndsAfterThem() throws Exception {
        List<String> ran = new CopyOnWriteArrayList<>();
        Set<Thread> on = ConcurrentHashMap.newKeySet();
        CountDownLatch bothAreDue = new CountDownLatch(1);
        CountDownLatch last = new CountDownLatch(1);
        Alarm first = clock.after(0, () -> {
            on.add(Thread.currentThread());
            uninterruptibly(bothAreDue);
        });
        long start = clock.nanos();
        Alarm later = clock.after(TimeUnit.MILLISECONDS.toNanos(200), () -> {
            on.add(Thread.currentThread());
            ran.add("later");
            last.countDown();
        });
        Alarm sooner = clock.after(TimeUnit.MILLISECONDS.toNanos(100), () -> ran.add("sooner"));
        bothAreDue.countDown();
        await(last);

        assertThat(ran).containsExactly("sooner", "later");
        assertThat(clock.nanos() - start).isGreaterThanOrEqualTo(TimeUnit.MILLISECONDS.toNanos(200));
        assertThat(on).singleElement().matches(Thread::isDaemon);
        awaitEnd();
        first.cancel();
        later.cancel();
        sooner.cancel();
        assertThat(ran).hasSize(2);
    }

    private static void uninterruptibly(CountDownLatch latch) {
        try {
            await(latch);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void theThreadEndsWhenTheLastTaskIsCancelled() throws Exception {
        CountDownLatch ran = new CountDownLatch(1);
        Alarm one = clock.after(NEVER, ran::countDown);
        Alarm other = clock.after(NEVER, ran::countDown);
        Thread[] threads = threads();
        assertThat(threads).hasSize(1);
        one.cancel();
        one.cancel();
        assertThat(threads[0].isAlive()).isTrue();
        other.cancel();
        awaitEnd();
        assertThat(ran.getCount()).isEqualTo(1);
    }

    @Test
    void aTaskMayAskForTheNextOneAndFailOrInterruptItsThread() throws Exception {
        CountDownLatch rounds = new CountDownLatch(3);
        List<Thread> on = new CopyOnWriteArrayList<>();
        Runnable again = new Runnable() {
            @Override
            public void run() {
                Thread.currentThread().setUncaughtExceptionHandler((thread, e) -> on.add(thread));
                rounds.countDown();
                if (rounds.getCount() > 0) {
                    clock.after(1, this);
                }
                Thread.currentThread().interrupt();
                throw new IllegalStateException("a test");
            }
        };
        Alarm first = clock.after(0, again);
        await(rounds);
        awaitEnd();
        first.cancel();
        assertThat(on).hasSize(3).allMatch(on.get(0)::equals);
    }
}
