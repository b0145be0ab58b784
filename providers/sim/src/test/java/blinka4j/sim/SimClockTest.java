// SPDX-License-Identifier: MIT
package blinka4j.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import blinka4j.digitalio.DigitalInOut;
import blinka4j.digitalio.Edge;
import blinka4j.provider.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class SimClockTest {
    private final SimClock clock = new SimClock();
    private final List<String> happened = new ArrayList<>();

    @Test
    void standsUntilSomebodyAdvancesIt() {
        assertThat(clock.now()).isEqualTo(Duration.ZERO);
        clock.advance(Duration.ofHours(100));
        assertThat(clock.now()).isEqualTo(Duration.ofHours(100));
    }

    @Test
    void whatIsDueHappensInOrderAtItsTime() {
        clock.after(Duration.ofMillis(20), () -> happened.add("second at " + clock.now()));
        clock.after(Duration.ofMillis(10), () -> happened.add("first at " + clock.now()));
        clock.after(Duration.ofMillis(20), () -> happened.add("third at " + clock.now()));
        clock.after(Duration.ofMillis(31), () -> happened.add("too late"));

        clock.advance(Duration.ofMillis(30));

        assertThat(happened).containsExactly("first at PT0.01S", "second at PT0.02S", "third at PT0.02S");
        assertThat(clock.now()).isEqualTo(Duration.ofMillis(30));
    }

    @Test
    void whatIsDueAtOneTimeHappensInTheOrderOfItsOrdering() {
        for (int i = 0; i < 50; i++) {
            String name = "event " + i;
            clock.after(Duration.ofMillis(10), () -> happened.add(name));
        }
        clock.advance(Duration.ofMillis(10));
        assertThat(happened).hasSize(50);
        for (int i = 0; i < 50; i++) {
            assertThat(happened.get(i)).isEqualTo("event " + i);
        }
    }

    @Test
    void anEventMayOrderAnotherOneThatIsDueInTheSameTime() {
        clock.after(
                Duration.ofMillis(10),
                () -> clock.after(Duration.ofMillis(10), () -> happened.add("at " + clock.now())));
        clock.advance(Duration.ofMillis(20));
        assertThat(happened).containsExactly("at PT0.02S");
    }

    @Test
    void anEventMayLetTimePass() {
        clock.after(Duration.ofMillis(10), () -> clock.advance(Duration.ofMillis(50)));
        clock.after(Duration.ofMillis(40), () -> happened.add("at " + clock.now()));
        clock.advance(Duration.ofMillis(20));
        assertThat(happened).containsExactly("at PT0.04S");
        assertThat(clock.now()).isEqualTo(Duration.ofMillis(60));
    }

    @Test
    void aCancelledEventDoesNotHappen() {
        SimClock.Event event = clock.after(Duration.ofMillis(10), () -> happened.add("cancelled"));
        event.cancel();
        clock.advance(Duration.ofSeconds(1));
        assertThat(happened).isEmpty();
    }

    @Test
    void aTaskOfTheProgramRunsInSimulatedTime() {
        Clock ofTheProgram = clock;
        Clock.Alarm cancelled = ofTheProgram.after(9_000_000, () -> happened.add("cancelled"));
        assertThat(ofTheProgram.after(10_000_000, () -> happened.add("task at " + clock.now())))
                .isNotNull();
        cancelled.cancel();
        clock.advance(Duration.ofMillis(20));
        assertThat(happened).containsExactly("task at PT0.01S");
    }

    @Test
    void whatAnEventThrowsComesOutAndTheOthersStillHappen() {
        clock.after(Duration.ofMillis(10), () -> {
            throw new AssertionError("seen");
        });
        clock.after(Duration.ofMillis(10), () -> happened.add("after"));
        assertThatThrownBy(() -> clock.advance(Duration.ofMillis(20))).hasMessage("seen");
        assertThat(clock.now()).isEqualTo(Duration.ofMillis(10));
        clock.advance(Duration.ZERO);
        assertThat(happened).containsExactly("after");
    }

    @Test
    void timeDoesNotGoBack() {
        assertThatThrownBy(() -> clock.advance(Duration.ofMillis(-1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("PT-0.001S");
        assertThatThrownBy(() -> clock.after(Duration.ofMillis(-1), () -> {}))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    @Timeout(10)
    void aRunningClockFollowsRealTimeAndRunsItsEvents() throws InterruptedException {
        SimClock running = SimClock.running();
        long before = running.nanos();
        CountDownLatch done = new CountDownLatch(2);
        running.after(Duration.ofMillis(20), () -> {
            done.countDown();
            throw new IllegalStateException("must not stop the next event");
        });
        running.after(Duration.ofMillis(30), done::countDown);
        Thread.setDefaultUncaughtExceptionHandler((thread, e) -> {});
        try {
            assertThat(done.await(9, TimeUnit.SECONDS)).isTrue();
        } finally {
            Thread.setDefaultUncaughtExceptionHandler(null);
        }
        assertThat(running.nanos() - before).isGreaterThanOrEqualTo(30_000_000);
    }

    @Test
    void aRunningClockCanSkipTime() {
        SimClock running = SimClock.running();
        running.after(Duration.ofHours(1), () -> happened.add("done"));
        running.advance(Duration.ofHours(2));
        assertThat(running.now()).isGreaterThanOrEqualTo(Duration.ofHours(2));
        assertThat(happened).containsExactly("done");
    }

    @Test
    void aPausedClockStandsAndMakesSteps() {
        try (SimClock running = SimClock.running()) {
            running.speed(0);
            Duration paused = running.now();
            running.after(Duration.ofSeconds(5), () -> happened.add("done"));

            running.advance(Duration.ofSeconds(5));

            assertThat(running.speed()).isZero();
            assertThat(running.now()).isEqualTo(paused.plusSeconds(5));
            assertThat(happened).containsExactly("done");
        }
    }

    /** As on a busy machine: both events happen late, one right after the other. A program that measures the pulse must not see that. */
    @Test
    @Timeout(60)
    void aPulseOnARunningClockIsAsLongAsItWasMeantToBe() throws InterruptedException {
        try (SimClock running = SimClock.running();
                SimBoard board = SimBoard.open(Boards.small(), running);
                DigitalInOut pin = new DigitalInOut(board.blinka().pin("D4"))) {
            running.speed(0);
            long began = running.nanos();
            List<Long> edges = new CopyOnWriteArrayList<>();
            CountDownLatch both = new CountDownLatch(2);
            pin.onEdge(Edge.BOTH, event -> {
                edges.add(event.timestamp() - began);
                both.countDown();
            });
            running.after(Duration.ofNanos(10_000), () -> board.pin("D4").drive(true));
            running.after(Duration.ofNanos(60_000), () -> board.pin("D4").drive(false));

            running.speed(1000);
            both.await();

            assertThat(edges).containsExactly(10_000L, 60_000L);
        }
    }

    /** One thread lets time pass, while the clock's own thread has the next event. */
    @Test
    @Timeout(60)
    void twoEventsAtOnceHaveTheirOwnTimes() throws InterruptedException {
        try (SimClock running = SimClock.running()) {
            running.speed(0);
            long began = running.nanos();
            CountDownLatch inFirst = new CountDownLatch(1);
            CountDownLatch firstIsDone = new CountDownLatch(1);
            CountDownLatch inSecond = new CountDownLatch(1);
            CountDownLatch ended = new CountDownLatch(1);
            List<Long> times = new CopyOnWriteArrayList<>();
            running.after(Duration.ofNanos(10_000), () -> {
                inFirst.countDown();
                await(inSecond);
                times.add(running.moment() - began);
                firstIsDone.countDown();
            });
            running.after(Duration.ofNanos(60_000), () -> {
                await(inFirst);
                inSecond.countDown();
                await(firstIsDone);
                times.add(running.moment() - began);
                ended.countDown();
            });

            running.advance(Duration.ofSeconds(1));
            ended.await();

            assertThat(times).containsExactly(10_000L, 60_000L);
            assertThat(running.nanos() - began).isEqualTo(1_000_000_000);
        }
    }

    @Test
    @Timeout(10)
    void aProgramThatSleepsFollowsThePaceOfTheClock() throws InterruptedException {
        try (SimClock running = SimClock.running()) {
            running.speed(0);
            CountDownLatch awake = new CountDownLatch(1);
            Thread program = new Thread(() -> {
                try {
                    running.sleep(TimeUnit.HOURS.toNanos(1));
                    awake.countDown();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
            program.start();
            while (program.getState() != Thread.State.WAITING && program.getState() != Thread.State.TIMED_WAITING) {
                Thread.onSpinWait();
            }
            assertThat(awake.getCount()).isEqualTo(1);

            running.advance(Duration.ofHours(1));

            awake.await();
        }
    }

    @Test
    void onlyARunningClockHasASpeedAndItHasLimits() {
        assertThatThrownBy(() -> clock.speed(1)).isInstanceOf(IllegalStateException.class);
        try (SimClock running = SimClock.running()) {
            for (double wrong : new double[] {-1, 1001, Double.NaN}) {
                assertThatThrownBy(() -> running.speed(wrong))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContaining("0 to 1000");
            }
            assertThat(running.speed()).isEqualTo(1);
            running.speed(1000);
            assertThat(running.speed()).isEqualTo(1000);
        }
    }

    private static long runners() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("blinka4j-sim-clock"))
                .count();
    }

    /** Waits without a limit of its own: the test's is generous. */
    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void awaitRunners(long count) throws InterruptedException {
        while (runners() > count) {
            TimeUnit.MILLISECONDS.sleep(5);
        }
    }

    @Test
    @Timeout(60)
    void fiveHundredRunningClocksThatAreClosedLeaveNoThread() throws InterruptedException {
        long before = runners();
        for (int i = 0; i < 500; i++) {
            try (SimClock running = SimClock.running()) {
                running.after(Duration.ofHours(1), () -> happened.add("too late"));
            }
        }
        awaitRunners(before);
        assertThat(happened).isEmpty();
    }

    @Test
    @Timeout(60)
    void aRunningClockWithNothingDueHasNoThreadAndStartsOneAgain() throws InterruptedException {
        try (SimClock running = SimClock.running()) {
            long before = runners();
            for (int i = 0; i < 3; i++) {
                CountDownLatch done = new CountDownLatch(1);
                running.after(Duration.ofMillis(1), done::countDown);
                done.await();
                awaitRunners(before);
            }
        }
    }

    @Test
    void afterAClockIsClosedTimeIsReadAndNothingHappens() throws InterruptedException {
        clock.after(Duration.ofMillis(10), () -> happened.add("due"));
        clock.close();
        clock.close();
        clock.after(Duration.ofMillis(10), () -> happened.add("due"));

        clock.advance(Duration.ofMillis(20));
        clock.sleep(1_000_000);

        assertThat(clock.now()).isEqualTo(Duration.ofMillis(21));
        assertThat(happened).isEmpty();
    }

    @Test
    @Timeout(60)
    void anEventMayCloseItsClock() throws InterruptedException {
        SimClock running = SimClock.running();
        CountDownLatch done = new CountDownLatch(1);
        running.after(Duration.ofMillis(1), () -> {
            running.close();
            running.after(Duration.ofMillis(1), () -> happened.add("too late"));
            done.countDown();
        });
        done.await();
        awaitRunners(0);
        assertThat(happened).isEmpty();
    }

    /** 2^63 ns are 292 years. */
    @Test
    void timeStopsWhereTheClockCannotCountFurther() {
        clock.after(Duration.ofDays(1_000_000), () -> happened.add("the end"));
        clock.advance(Duration.ofDays(200 * 365));
        clock.advance(Duration.ofDays(200 * 365));

        assertThat(clock.nanos()).isEqualTo(Long.MAX_VALUE);
        assertThat(happened).containsExactly("the end");
    }
}
