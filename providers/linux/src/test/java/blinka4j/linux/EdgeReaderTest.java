// SPDX-License-Identifier: MIT
package blinka4j.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import blinka4j.NotAvailableException;
import blinka4j.kernel.Errno;
import blinka4j.linux.FakeGpioChip.Config;
import blinka4j.provider.GpioPort;
import blinka4j.provider.GpioPort.Bias;
import blinka4j.provider.GpioPort.EdgeListener;
import blinka4j.provider.Line;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class EdgeReaderTest {
    @TempDir
    private Path root;

    private FakeKernel kernel;
    private LinuxChips chips;
    private FakeGpioChip chip;
    private EdgeReader reader;
    private final List<GpioPort> ports = new ArrayList<>();

    /** Ends the wait of the slow listeners. */
    private final CountDownLatch go = new CountDownLatch(1);

    @BeforeEach
    void layOutTheMachine() {
        kernel = new FakeKernel(root);
        chips = new LinuxChips(kernel, kernel.host);
        chip = new FakeGpioChip(kernel, "gpiochip0", "chip", 32);
        kernel.device("/dev/gpiochip0", chip);
        reader = new EdgeReader(kernel);
    }

    @AfterEach
    void everythingIsGivenBack() {
        go.countDown();
        ports.forEach(GpioPort::close);
        soon().untilAsserted(() -> {
            assertThat(kernel.openFiles()).isZero();
            assertThat(threads()).isEmpty();
        });
    }

    private static ConditionFactory soon() {
        return await().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(2));
    }

    private static List<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("blinka4j-edges-"))
                .toList();
    }

    private GpioPort input(int line) {
        GpioPort port = LinuxGpio.open(
                kernel, chips, new GpioMemory(kernel, kernel.host), reader, new Line("chip", line), "test");
        ports.add(port);
        port.input(Bias.DISABLED);
        return port;
    }

    /** Writes down each edge, such as {@code R1} for a rising one with the sequence number 1. */
    private static final class Notes implements EdgeListener {
        private final List<String> edges = Collections.synchronizedList(new ArrayList<>());
        private final List<Long> timestamps = Collections.synchronizedList(new ArrayList<>());

        @Override
        public void edge(boolean rising, long timestampNanos, long sequence) {
            edges.add((rising ? "R" : "F") + sequence);
            timestamps.add(timestampNanos);
        }
    }

    private void toggle(int line, int times) {
        FakeGpioChip.Request request = chip.line(line);
        for (int i = 0; i < times; i++) {
            request.drive(!request.level());
        }
    }

    @Test
    void edgesArriveInTheirOrderWithTheKernelsTimestamps() {
        Notes notes = new Notes();
        GpioPort port = input(4);
        port.watch(true, true, 0, notes);
        toggle(4, 1000);
        soon().until(() -> notes.edges.size() == 1000);
        assertThat(notes.edges)
                .isEqualTo(LongStream.rangeClosed(1, 1000)
                        .mapToObj(i -> (i % 2 == 1 ? "R" : "F") + i)
                        .toList());
        assertThat(notes.timestamps)
                .isEqualTo(LongStream.rangeClosed(1, 1000)
                        .mapToObj(i -> 1_000_000 + 1000 * i)
                        .toList());
    }

    @Test
    void onlyTheEdgesAskedForArrive() {
        Notes notes = new Notes();
        input(4).watch(false, true, 0, notes);
        toggle(4, 4);
        soon().until(() -> notes.edges.size() == 2);
        assertThat(notes.edges).containsExactly("F1", "F2");
    }

    @Test
    void debounceReachesTheKernelInMicrosecondsRoundedUp() {
        GpioPort port = input(4);
        port.watch(true, false, 5_000_001, new Notes());
        port.input(Bias.PULL_UP);
        assertThat(chip.line(4).configs)
                .endsWith(
                        new Config(FakeGpioChip.INPUT | FakeGpioChip.BIAS_DISABLED | FakeGpioChip.RISING, 3, 5001),
                        new Config(FakeGpioChip.INPUT | FakeGpioChip.PULL_UP | FakeGpioChip.RISING, 3, 5001));
        port.unwatch();
        assertThat(chip.line(4).configs).endsWith(new Config(FakeGpioChip.INPUT | FakeGpioChip.PULL_UP, 0, 0));
    }

    @Test
    void aDebounceThatTheKernelRefusesIsNamedAndTheLineStaysAnInput() {
        GpioPort port = input(4);
        chip.refuses = flags -> (flags & FakeGpioChip.RISING) != 0 ? Errno.EINVAL : 0;
        assertThatThrownBy(() -> port.watch(true, false, 1_000_000, new Notes()))
                .isInstanceOf(NotAvailableException.class)
                .hasMessageContainingAll("GPIO line chip:4", "1000 us", "EINVAL 22", "without debounc");
        assertThat(chip.line(4).configs).endsWith(new Config(FakeGpioChip.INPUT | FakeGpioChip.BIAS_DISABLED, 0, 0));
    }

    @Test
    void aLineWithoutInterruptIsNamed() {
        GpioPort port = input(4);
        chip.refuses = flags -> (flags & FakeGpioChip.RISING) != 0 ? Errno.ENXIO : 0;
        assertThatThrownBy(() -> port.watch(true, false, 0, new Notes()))
                .isInstanceOf(NotAvailableException.class)
                .hasMessageContainingAll("GPIO line chip:4", "interrupt", "ENXIO 6");
    }

    @Test
    void anOutputAndWrongArgumentsAreRefused() {
        GpioPort port = input(4);
        assertThatThrownBy(() -> port.watch(false, false, 0, new Notes())).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> port.watch(true, false, -1, new Notes())).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> port.watch(true, false, 4_294_967_296_000L, new Notes()))
                .isInstanceOf(IllegalArgumentException.class);
        port.output(true, false);
        assertThatThrownBy(() -> port.watch(true, false, 0, new Notes())).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void eachWatchCountsFromOneAndGetsNoEdgeFromBefore() {
        GpioPort port = input(4);
        Notes first = new Notes();
        port.watch(true, true, 0, first);
        toggle(4, 3);
        soon().until(() -> first.edges.size() == 3);
        Notes second = new Notes();
        port.watch(true, true, 0, second);
        toggle(4, 2);
        soon().until(() -> second.edges.size() == 2);
        assertThat(first.edges).hasSize(3);
        assertThat(second.edges).containsExactly("F1", "R2");
    }

    @Test
    void theKernelsCounterMayGoRound() {
        GpioPort port = input(4);
        chip.line(4).sequence(-2);
        Notes before = new Notes();
        port.watch(true, true, 0, before);
        toggle(4, 1);
        soon().until(() -> before.edges.size() == 1);
        Notes notes = new Notes();
        port.watch(true, true, 0, notes);
        toggle(4, 3);
        soon().until(() -> notes.edges.size() == 3);
        assertThat(notes.edges).containsExactly("F1", "R2", "F3");
    }

    @Test
    void edgesThatTheKernelLostAreAGapInTheSequence() {
        Notes notes = new Notes();
        input(4).watch(true, true, 0, notes);
        toggle(4, 1);
        soon().until(() -> notes.edges.size() == 1);
        synchronized (kernel) {
            // No call can be made meanwhile: the kernel keeps the newest 1024.
            toggle(4, 1124);
        }
        soon().until(() -> notes.edges.size() == 1025);
        assertThat(notes.edges).startsWith("R1", "F102").endsWith("R1125");
    }

    @Test
    void aLineWatchedAloneIsReadWhileItsListenerIsBusy() {
        Notes notes = new Notes();
        input(4).watch(true, true, 0, (rising, timestamp, sequence) -> {
            notes.edge(rising, timestamp, sequence);
            awaitQuietly(go);
        });
        toggle(4, 1);
        soon().until(() -> notes.edges.size() == 1);
        for (int i = 0; i < 50; i++) {
            toggle(4, 100);
            soon().until(() -> chip.line(4).kept() == 0);
        }
        go.countDown();
        soon().until(() -> notes.edges.contains("R5001"));
        assertThat(notes.edges)
                .as("5,120 may wait: none is lost")
                .isEqualTo(LongStream.rangeClosed(1, 5001)
                        .mapToObj(i -> (i % 2 == 1 ? "R" : "F") + i)
                        .toList());
    }

    @Test
    void edgesThatTheRingLostAreAGapInTheSequence() {
        Notes notes = new Notes();
        Notes other = new Notes();
        input(5).watch(true, true, 0, other);
        input(4).watch(true, true, 0, (rising, timestamp, sequence) -> {
            notes.edge(rising, timestamp, sequence);
            awaitQuietly(go);
        });
        for (int i = 1; i <= 60; i++) {
            toggle(4, 100);
            toggle(5, 1);
            int seen = i;
            // An edge of the other line shows that all earlier edges have been read.
            soon().until(() -> other.edges.size() == seen);
        }
        go.countDown();
        soon().until(() -> notes.edges.contains("F6000"));
        assertThat(notes.edges).startsWith("R1", "R881", "F882").hasSize(1 + 5120);
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void aListenerThatThrowsGetsTheNextEdges() {
        Notes notes = new Notes();
        input(4).watch(true, true, 0, (rising, timestamp, sequence) -> {
            notes.edge(rising, timestamp, sequence);
            if (sequence == 1) {
                throw new IllegalStateException("on purpose");
            }
            if (sequence == 2) {
                throw new StackOverflowError("on purpose");
            }
        });
        toggle(4, 3);
        soon().until(() -> notes.edges.size() == 3);
    }

    @Test
    void aSlowListenerDelaysNeitherOtherLinesNorLaterOnes() {
        AtomicInteger dawdling = new AtomicInteger();
        EdgeListener slow = (rising, timestamp, sequence) -> {
            dawdling.incrementAndGet();
            awaitQuietly(go);
        };
        input(1).watch(true, true, 0, slow);
        toggle(1, 1);
        soon().until(() -> dawdling.get() == 1);
        Notes later = new Notes();
        input(2).watch(true, true, 0, later);
        toggle(2, 3);
        soon().until(() -> later.edges.size() == 3);
        input(3).watch(true, true, 0, slow);
        toggle(3, 1);
        soon().until(() -> dawdling.get() == 2);
        toggle(2, 3);
        soon().until(() -> later.edges.size() == 6);
        assertThat(threads()).as("two dawdle, one reads, one delivered").hasSizeLessThanOrEqualTo(4);
    }

    @Test
    void aListenerIsNeverCalledTwiceAtOnce() {
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        AtomicInteger count = new AtomicInteger();
        input(1).watch(true, true, 0, (rising, timestamp, sequence) -> {
            most.accumulateAndGet(inside.incrementAndGet(), Math::max);
            Thread.yield();
            inside.decrementAndGet();
            count.incrementAndGet();
        });
        Notes other = new Notes();
        input(2).watch(true, true, 0, other);
        for (int i = 0; i < 500; i++) {
            toggle(1, 2);
            toggle(2, 1);
        }
        soon().until(() -> count.get() == 1000 && other.edges.size() == 500);
        assertThat(most).hasValue(1);
    }

    @Test
    void unwatchWaitsUntilTheListenerHasReturned() throws InterruptedException {
        CountDownLatch inside = new CountDownLatch(1);
        AtomicBoolean returned = new AtomicBoolean();
        GpioPort port = input(4);
        port.watch(true, true, 0, (rising, timestamp, sequence) -> {
            inside.countDown();
            awaitQuietly(go);
            // Its own port is still there for it.
            port.read();
            returned.set(true);
        });
        toggle(4, 2);
        inside.await();
        Thread closer = new Thread(port::close);
        closer.start();
        soon().until(() -> closer.getState() == Thread.State.TIMED_WAITING);
        assertThat(returned).isFalse();
        go.countDown();
        closer.join();
        assertThat(returned).isTrue();
    }

    @Test
    void anInterruptEndsTheWaitForAListener() throws InterruptedException {
        CountDownLatch inside = new CountDownLatch(1);
        Notes notes = new Notes();
        GpioPort port = input(4);
        port.watch(true, true, 0, (rising, timestamp, sequence) -> {
            notes.edge(rising, timestamp, sequence);
            inside.countDown();
            awaitQuietly(go);
        });
        toggle(4, 2);
        inside.await();
        AtomicBoolean flag = new AtomicBoolean();
        Thread closer = new Thread(() -> {
            Thread.currentThread().interrupt();
            port.close();
            flag.set(Thread.currentThread().isInterrupted());
        });
        closer.start();
        closer.join();
        assertThat(flag).as("the thread stays interrupted").isTrue();
        assertThat(chip.line(4)).as("the line is given back").isNull();
        go.countDown();
        soon().until(() -> threads().isEmpty());
        assertThat(notes.edges).containsExactly("R1");
    }

    @Test
    void closeDoesNotWaitForeverForAListenerThatWaitsForIt() throws InterruptedException {
        CountDownLatch inside = new CountDownLatch(1);
        Notes notes = new Notes();
        GpioPort port = input(4);
        Object programs = new Object();
        port.watch(true, true, 0, (rising, timestamp, sequence) -> {
            notes.edge(rising, timestamp, sequence);
            inside.countDown();
            awaitQuietly(go);
            synchronized (programs) {
                notes.edge(rising, timestamp, -sequence);
            }
        });
        toggle(4, 2);
        inside.await();
        synchronized (programs) {
            go.countDown();
            port.close();
            assertThat(chip.line(4)).isNull();
        }
        soon().until(() -> threads().isEmpty());
        assertThat(notes.edges).containsExactly("R1", "R-1");
    }

    @Test
    void twoListenersMayCloseEachOthersPorts() {
        CountDownLatch both = new CountDownLatch(2);
        CountDownLatch closed = new CountDownLatch(2);
        GpioPort one = input(4);
        GpioPort other = input(5);
        one.watch(true, true, 0, (rising, timestamp, sequence) -> {
            both.countDown();
            awaitQuietly(both);
            other.close();
            closed.countDown();
        });
        other.watch(true, true, 0, (rising, timestamp, sequence) -> {
            both.countDown();
            awaitQuietly(both);
            one.close();
            closed.countDown();
        });
        toggle(4, 1);
        toggle(5, 1);
        awaitQuietly(closed);
        assertThat(chip.requests).isEmpty();
    }

    @Test
    void aHookThatClosesALineDoesNotWaitForItsListenerThatExits() throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Djna.nosys=true",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ExitInListener.class.getName(),
                        root.toString())
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

    /** A program whose listener ends it while a hook closes the line. */
    static final class ExitInListener {
        private ExitInListener() {}

        public static void main(String[] args) throws InterruptedException {
            FakeKernel kernel = new FakeKernel(Path.of(args[0]));
            FakeGpioChip chip = new FakeGpioChip(kernel, "gpiochip0", "chip", 32);
            kernel.device("/dev/gpiochip0", chip);
            GpioPort port = LinuxGpio.open(
                    kernel,
                    new LinuxChips(kernel, kernel.host),
                    new GpioMemory(kernel, kernel.host),
                    new EdgeReader(kernel),
                    new Line("chip", 4),
                    "test");
            port.input(Bias.DISABLED);
            port.watch(true, true, 0, (rising, timestamp, sequence) -> System.exit(7));
            Runtime.getRuntime().addShutdownHook(new Thread(port::close));
            chip.line(4).drive(true);
            Thread.sleep(Long.MAX_VALUE);
        }
    }

    @Test
    void aLineThatBecomesAnOutputDoesNotWaitForItsListener() throws InterruptedException {
        GpioPort port = input(4);
        CountDownLatch called = new CountDownLatch(1);
        port.watch(true, false, 0, (rising, timestamp, sequence) -> {
            called.countDown();
            try {
                go.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        toggle(4, 1);
        called.await();

        port.output(true, false);
        port.input(GpioPort.Bias.DISABLED);
        port.watch(false, true, 0, (rising, timestamp, sequence) -> {});
        assertThat(go.getCount()).as("the listener still runs").isOne();
    }

    @Test
    void aListenerMayEndItsOwnWatchOrCloseItsPort() {
        Notes notes = new Notes();
        GpioPort port = input(4);
        port.watch(true, true, 0, (rising, timestamp, sequence) -> {
            notes.edge(rising, timestamp, sequence);
            port.unwatch();
            port.watch(true, true, 0, (r, t, s) -> {
                notes.edge(r, t, s);
                port.close();
            });
        });
        toggle(4, 1);
        soon().until(() -> notes.edges.size() == 1 && chip.line(4).configs.size() == 4);
        toggle(4, 1);
        soon().until(() -> notes.edges.size() == 2);
        soon().until(() -> chip.line(4) == null);
        assertThat(notes.edges).containsExactly("R1", "F1");
    }

    @Test
    void anOutputIsWatchedNoMore() {
        Notes notes = new Notes();
        GpioPort port = input(4);
        port.watch(true, true, 0, notes);
        port.output(true, false);
        port.write(false);
        assertThat(chip.line(4).configs).endsWith(new Config(FakeGpioChip.OUTPUT, 2, 1));
        assertThat(notes.edges).isEmpty();
        soon().until(() -> threads().isEmpty());
    }

    @Test
    void nothingRunsWhileNoEdgeComes() {
        input(1).watch(true, true, 0, new Notes());
        input(2).watch(true, true, 0, new Notes());
        // Two lines and the eventfd.
        soon().until(() -> kernel.sleepsOn(3));
        int before = kernel.calls();
        soon().during(Duration.ofMillis(300)).until(() -> kernel.calls() == before && kernel.polls() == 1);
    }

    @Test
    void aLineIsClosedWhenNoPollRefersToItAnyMore() {
        GpioPort port = input(4);
        port.watch(true, true, 0, new Notes());
        soon().until(() -> kernel.polls() == 1);
        kernel.delayPolls(50);
        // The simulated kernel does not close a file while a poll waits for it.
        port.close();
        assertThat(chip.line(4)).isNull();
    }

    @Test
    void anInterruptedPollGoesOn() {
        Notes notes = new Notes();
        kernel.interrupt(0);
        GpioPort port = input(4);
        port.watch(true, true, 0, notes);
        soon().until(() -> kernel.polls() == 1);
        kernel.interrupt(3);
        toggle(4, 1);
        soon().until(() -> notes.edges.size() == 1);
    }

    @Test
    void anUnpluggedControllerEndsItsWatchesAndNoOthers() {
        FakeGpioChip usb = new FakeGpioChip(kernel, "gpiochip1", "usb", 4);
        kernel.device("/dev/gpiochip1", usb);
        GpioPort gone =
                LinuxGpio.open(kernel, chips, new GpioMemory(kernel, kernel.host), reader, new Line("usb", 1), "test");
        ports.add(gone);
        gone.input(Bias.DISABLED);
        gone.watch(true, true, 0, new Notes());
        Notes notes = new Notes();
        input(4).watch(true, true, 0, notes);
        synchronized (kernel) {
            usb.removed = true;
            kernel.changed();
        }
        // The line that is left and the eventfd.
        soon().until(() -> kernel.sleepsOn(2));
        int before = kernel.calls();
        soon().during(Duration.ofMillis(200)).until(() -> kernel.calls() == before);
        toggle(4, 1);
        soon().until(() -> notes.edges.size() == 1);
        gone.unwatch();
    }

    @Test
    void randomWatchesLoseNoEdgeAndNeverHang() throws InterruptedException {
        List<Thread> users = new ArrayList<>();
        AtomicInteger wrong = new AtomicInteger();
        for (int line = 0; line < 4; line++) {
            int mine = line;
            GpioPort port = input(line);
            Thread user = new Thread(() -> {
                Random random = new Random(mine);
                for (int i = 0; i < 100; i++) {
                    int edges = random.nextInt(20);
                    AtomicInteger next = new AtomicInteger(1);
                    port.watch(true, true, 0, (rising, timestamp, sequence) -> {
                        if (next.getAndIncrement() != sequence) {
                            wrong.incrementAndGet();
                        }
                    });
                    toggle(mine, edges);
                    if (random.nextBoolean()) {
                        soon().until(() -> next.get() == edges + 1);
                    }
                    port.unwatch();
                    int after = next.get();
                    toggle(mine, 1);
                    if (next.get() != after) {
                        wrong.incrementAndGet();
                    }
                }
            });
            users.add(user);
            user.start();
        }
        for (Thread user : users) {
            user.join();
        }
        assertThat(wrong).hasValue(0);
    }

    /** A thread with its interrupt status set does not park: it would spin until the watch ends. */
    @Test
    void anInterruptThatAListenerMakesIsOverWhenItReturns() {
        Notes notes = new Notes();
        for (int line = 4; line <= 5; line++) {
            input(line).watch(true, true, 0, (rising, timestamp, sequence) -> {
                notes.edge(rising, timestamp, sequence);
                Thread.currentThread().interrupt();
            });
        }
        toggle(4, 2);
        toggle(5, 2);
        soon().until(() -> notes.edges.size() == 4);
        soon().until(() -> Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("blinka4j-edges"))
                .noneMatch(thread -> thread.isInterrupted() || thread.getState() == Thread.State.RUNNABLE));
    }
}
