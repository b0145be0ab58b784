// SPDX-License-Identifier: MIT
package blinka4j.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import blinka4j.provider.GpioPort;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class EdgeQueueTest {
    private final List<String> edges = Collections.synchronizedList(new ArrayList<>());
    private final List<Throwable> failures = Collections.synchronizedList(new ArrayList<>());
    private final CountDownLatch inside = new CountDownLatch(1);
    private final CountDownLatch go = new CountDownLatch(1);

    @AfterEach
    void noThreadIsLeft() {
        go.countDown();
        await().until(() -> Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().startsWith("edges of a test")));
    }

    private EdgeQueue queue(GpioPort.EdgeListener listener) {
        EdgeQueue queue = new EdgeQueue("edges of a test", listener, failures::add);
        queue.start();
        return queue;
    }

    private void note(boolean rising, long timestamp, long sequence) {
        edges.add((rising ? "R" : "F") + sequence + "@" + timestamp);
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private EdgeQueue busy() {
        EdgeQueue queue = queue((rising, timestamp, sequence) -> {
            note(rising, timestamp, sequence);
            inside.countDown();
            awaitQuietly(go);
        });
        queue.put(true, 1);
        awaitQuietly(inside);
        return queue;
    }

    @Test
    void edgesArriveInOrderAlsoAfterAListenerThrows() {
        EdgeQueue queue = queue((rising, timestamp, sequence) -> {
            note(rising, timestamp, sequence);
            if (sequence == 1) {
                Thread.currentThread().interrupt();
                throw new StackOverflowError("on purpose");
            }
        });
        queue.put(true, 10);
        queue.put(false, 20);
        await().until(() -> edges.size() == 2);
        queue.put(true, 30);
        await().until(() -> edges.size() == 3);
        queue.end(true);
        queue.put(false, 40);
        assertThat(edges).containsExactly("R1@10", "F2@20", "R3@30");
        assertThat(failures).singleElement().isInstanceOf(StackOverflowError.class);
    }

    @Test
    void ofTooManyEdgesTheOldestAreAGapInTheSequence() {
        EdgeQueue queue = busy();
        for (int i = 2; i <= 5001; i++) {
            queue.put(i % 2 == 1, i);
        }
        go.countDown();
        await().until(() -> edges.size() == 1 + 4096);
        queue.end(true);
        assertThat(edges)
                .isEqualTo(LongStream.concat(LongStream.of(1), LongStream.rangeClosed(906, 5001))
                        .mapToObj(i -> (i % 2 == 1 ? "R" : "F") + i + "@" + i)
                        .toList());
    }

    @Test
    void theEndWaitsForTheListenerThatRuns() throws InterruptedException {
        EdgeQueue queue = busy();
        queue.put(false, 2);
        AtomicBoolean wasThere = new AtomicBoolean();
        Thread ending = new Thread(() -> {
            queue.end(true);
            wasThere.set(go.getCount() == 0);
        });
        ending.start();
        await().until(() -> ending.getState() == Thread.State.TIMED_WAITING);
        go.countDown();
        ending.join();
        assertThat(wasThere).isTrue();
        assertThat(edges).containsExactly("R1@1");
    }

    @Test
    void aListenerThatDoesNotReturnIsGivenUpAndGetsNoMore() {
        EdgeQueue queue = busy();
        queue.put(false, 2);

        queue.end(true);

        assertThat(go.getCount()).as("the listener still runs").isOne();
        go.countDown();
        noThreadIsLeft();
        assertThat(edges).containsExactly("R1@1");
    }

    @Test
    void anInterruptEndsTheWaitAndIsKept() {
        EdgeQueue queue = busy();
        Thread.currentThread().interrupt();
        queue.end(true);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(go.getCount()).isOne();
    }

    @Test
    void listenersThatEndEachOthersQueuesDoNotWait() {
        List<EdgeQueue> both = new ArrayList<>();
        CountDownLatch inBoth = new CountDownLatch(2);
        CountDownLatch done = new CountDownLatch(2);
        for (int i = 0; i < 2; i++) {
            int other = 1 - i;
            both.add(queue((rising, timestamp, sequence) -> {
                inBoth.countDown();
                awaitQuietly(inBoth);
                both.get(other).end(true);
                done.countDown();
                awaitQuietly(done);
            }));
        }
        both.forEach(queue -> queue.put(true, 1));
        awaitQuietly(done);
    }

    @Test
    void aHookThatEndsAQueueDoesNotWaitForItsListenerThatExits() throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        ExitInListener.class.getName())
                .inheritIO()
                .start();
        try {
            assertThat(process.waitFor(50, TimeUnit.SECONDS))
                    .as("the virtual machine ends")
                    .isTrue();
            assertThat(process.exitValue()).isEqualTo(7);
        } finally {
            process.destroyForcibly();
        }
    }

    /** A program whose listener ends it while a hook closes what the listener belongs to. */
    static final class ExitInListener {
        private ExitInListener() {}

        public static void main(String[] args) throws InterruptedException {
            EdgeQueue queue =
                    new EdgeQueue("edges", (rising, timestamp, sequence) -> System.exit(7), Throwable::printStackTrace);
            queue.start();
            Runtime.getRuntime().addShutdownHook(new Thread(() -> queue.end(true)));
            queue.put(true, 1);
            Thread.sleep(Long.MAX_VALUE);
        }
    }

    @Test
    void anInterruptThatAListenerMakesIsOverWhenItReturns() {
        List<Boolean> interrupted = Collections.synchronizedList(new ArrayList<>());
        EdgeQueue queue = queue((rising, timestamp, sequence) -> {
            interrupted.add(Thread.currentThread().isInterrupted());
            awaitQuietly(go);
            Thread.currentThread().interrupt();
        });
        queue.put(true, 1);
        queue.put(false, 2);
        queue.put(true, 3);
        go.countDown();
        await().until(() -> interrupted.size() == 3);
        assertThat(interrupted).containsOnly(false);
        queue.end(true);
    }
}
