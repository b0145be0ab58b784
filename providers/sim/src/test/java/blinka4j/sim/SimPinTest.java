// SPDX-License-Identifier: MIT
package blinka4j.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import blinka4j.PinException;
import blinka4j.digitalio.DigitalInOut;
import blinka4j.digitalio.DriveMode;
import blinka4j.digitalio.Edge;
import blinka4j.digitalio.Pull;
import blinka4j.provider.GpioPort;
import blinka4j.sim.SimPin.Change;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SimPinTest {
    private final SimBoard board = SimBoard.open(Boards.small());
    private final List<String> seen = Collections.synchronizedList(new ArrayList<>());
    private final List<DigitalInOut> opened = Collections.synchronizedList(new ArrayList<>());

    /** Lets the listeners that dawdle go on. */
    private final CountDownLatch go = new CountDownLatch(1);

    @AfterEach
    void close() {
        go.countDown();
        List.copyOf(opened).forEach(DigitalInOut::close);
        board.close();
    }

    private DigitalInOut open(String name) {
        DigitalInOut pin = new DigitalInOut(board.blinka().pin(name));
        opened.add(pin);
        return pin;
    }

    private DigitalInOut output(String name, boolean value) {
        DigitalInOut pin = open(name);
        pin.switchToOutput(value);
        return pin;
    }

    private void pass(long millis) {
        board.clock().advance(Duration.ofMillis(millis));
    }

    private void note(String name, DigitalInOut pin, Edge edge, long debounceMillis) {
        pin.onEdge(
                edge,
                Duration.ofMillis(debounceMillis),
                event -> seen.add("%s %s at %s".formatted(name, event.edge(), event.timestamp() / 1_000_000)));
    }

    @Test
    void anInputFollowsWhatDrivesItFromOutside() {
        DigitalInOut button = open("D4");
        board.pin("D4").drive(true);
        assertThat(button.value()).isTrue();
        board.pin("D4").drive(false);
        assertThat(button.value()).isFalse();
    }

    @Test
    void pullsDecideWhereNothingDrivesAndNothingIsLow() {
        DigitalInOut pin = open("D4");
        assertThat(pin.value()).isFalse();
        pin.pull(Pull.UP);
        assertThat(pin.value()).isTrue();
        assertThat(board.pin("D4").pull()).isEqualTo(Pull.UP);
        board.pin("D4").drive(false);
        assertThat(pin.value()).isFalse();
        board.pin("D4").release();
        assertThat(pin.value()).isTrue();
        pin.pull(Pull.DOWN);
        assertThat(pin.value()).isFalse();
        board.pin("D4").resistor(Pull.UP);
        assertThat(pin.value()).as("pulls both ways").isFalse();
        pin.pull(null);
        assertThat(pin.value()).isTrue();
    }

    @Test
    void anOutputIsSeenFromOutside() {
        DigitalInOut led = output("D18", true);
        SimPin pin = board.pin("D18");
        assertThat(pin.level()).isTrue();
        assertThat(pin.isOutput()).isTrue();
        assertThat(pin.isOpenDrain()).isFalse();
        led.value(false);
        assertThat(pin.level()).isFalse();
        led.close();
        assertThat(pin.isOutput()).isFalse();
        assertThat(pin.isHeld()).isFalse();
    }

    @Test
    void anOpenDrainOutputLeavesTheHighLevelToThePullUp() {
        DigitalInOut pin = open("D18");
        pin.switchToOutput(true, DriveMode.OPEN_DRAIN);
        assertThat(pin.value()).isFalse();
        board.pin("D18").resistor(Pull.UP);
        assertThat(board.pin("D18").isOpenDrain()).isTrue();
        assertThat(pin.value()).isTrue();
        board.pin("D18").drive(false);
        assertThat(pin.value()).as("somebody else pulls it low").isFalse();
        board.pin("D18").release();
        pin.value(false);
        assertThat(board.pin("D18").level()).isFalse();
    }

    @Test
    void wiredPinsHaveOneLevel() {
        board.wire("D17", "D27").wire("D27", "D22");
        DigitalInOut out = output("D17", true);
        DigitalInOut in = open("D22");
        assertThat(in.value()).isTrue();
        out.value(false);
        assertThat(in.value()).isFalse();
        in.pull(Pull.UP);
        assertThat(in.value()).as("a driver is stronger than a pull").isFalse();
        out.switchToInput();
        assertThat(board.pin("D27").level())
                .as("the pull reaches the whole wire")
                .isTrue();
    }

    @Test
    void aPinTakenOffItsWireIsAlone() {
        board.wire("D17", "D27").wire("D27", "D22");
        output("D17", true);
        board.unwire("D27");
        assertThat(board.pin("D27").level()).isFalse();
        assertThat(board.pin("D22").level()).isTrue();
        board.unwire("D17");
        assertThat(board.pin("D17").level()).isTrue();
        assertThat(board.pin("D22").level()).isFalse();
    }

    @Test
    void twoDriversThatDisagreeAreAShortCircuitThatNamesBothAndChangesNothing() {
        board.wire("D17", "D27");
        DigitalInOut one = output("D17", true);
        DigitalInOut other = output("D27", true);
        assertThatThrownBy(() -> other.value(false))
                .isInstanceOf(PinException.class)
                .hasMessageContainingAll("short circuit", "D17 drives high", "D27 drives low");
        assertThat(board.pin("D27").level()).isTrue();
        assertThatThrownBy(() -> board.pin("D17").drive(false))
                .isInstanceOf(PinException.class)
                .hasMessageContaining("D17 from outside");
        assertThat(board.pin("D17").level()).isTrue();
        one.switchToInput();
        assertThat(one.value()).as("D27 still drives high").isTrue();
        other.switchToInput();
        assertThat(one.value()).as("nothing drives any more").isFalse();
    }

    @Test
    void aWireThatWouldBeAShortCircuitIsNotMade() {
        output("D17", true);
        DigitalInOut low = output("D27", false);
        assertThatThrownBy(() -> board.wire("D17", "D27"))
                .isInstanceOf(PinException.class)
                .hasMessageContainingAll("D17", "D27");
        low.value(true);
        low.value(false);
        assertThat(board.pin("D17").level()).isTrue();
    }

    @Test
    void openDrainOutputsShareAWire() {
        board.wire("D17", "D27");
        board.pin("D17").resistor(Pull.UP);
        DigitalInOut one = open("D17");
        DigitalInOut other = open("D27");
        one.switchToOutput(true, DriveMode.OPEN_DRAIN);
        other.switchToOutput(false, DriveMode.OPEN_DRAIN);
        assertThat(one.value()).isFalse();
        other.value(true);
        assertThat(one.value()).isTrue();
    }

    @Test
    void edgesComeWithTheSimulatedTimeInTheThreadThatChangesTheLevel() {
        DigitalInOut pin = open("D4");
        note("D4", pin, Edge.BOTH, 0);
        Thread[] thread = new Thread[1];
        DigitalInOut other = open("D5");
        other.onEdge(Edge.RISING, event -> thread[0] = Thread.currentThread());
        pass(5);
        board.pin("D4").drive(true);
        assertThat(seen).containsExactly("D4 RISING at 5");
        board.pin("D4").drive(true);
        pass(2);
        board.pin("D4").drive(false);
        assertThat(seen).containsExactly("D4 RISING at 5", "D4 FALLING at 7");
        board.pin("D5").drive(true);
        assertThat(thread[0]).isSameAs(Thread.currentThread());
    }

    @Test
    void onlyTheEdgesAskedForComeUntilTheyAreStopped() {
        DigitalInOut pin = open("D4");
        note("D4", pin, Edge.FALLING, 0);
        board.pin("D4").drive(true).drive(false);
        assertThat(seen).containsExactly("D4 FALLING at 0");
        pin.stopEdges();
        board.pin("D4").drive(true).drive(false);
        assertThat(seen).hasSize(1);
        note("D4", pin, Edge.RISING, 0);
        board.pin("D4").release();
        pin.switchToOutput(true);
        pin.switchToInput();
        board.pin("D4").drive(true).drive(false).drive(true);
        assertThat(seen).as("a switch to output ends the watch").hasSize(1);
    }

    @Test
    void edgesAreCountedFromOne() {
        GpioPort port = board.pin("D4").open("test");
        port.input(GpioPort.Bias.DISABLED);
        port.watch(true, true, 0, (rising, timestamp, sequence) -> seen.add(sequence + (rising ? " up" : " down")));
        board.pin("D4").drive(true).drive(false).drive(true);
        assertThat(seen).containsExactly("1 up", "2 down", "3 up");
        port.watch(true, false, 0, (rising, timestamp, sequence) -> seen.add("again " + sequence));
        board.pin("D4").drive(false).drive(true);
        assertThat(seen).endsWith("again 1").hasSize(4);
    }

    @Test
    void debounceSwallowsWhatIsShorterAndReportsAtItsEnd() {
        DigitalInOut pin = open("D4");
        note("D4", pin, Edge.BOTH, 10);
        board.pin("D4").drive(true);
        pass(4);
        board.pin("D4").drive(false);
        pass(4);
        board.pin("D4").drive(true);
        pass(9);
        assertThat(seen).isEmpty();
        pass(1);
        assertThat(seen).containsExactly("D4 RISING at 18");
        board.pin("D4").drive(false);
        pass(5);
        board.pin("D4").drive(true);
        pass(100);
        assertThat(seen).as("a dip that is too short").hasSize(1);
    }

    @Test
    void anEdgeThatIsStillSettlingIsForgottenWhenThePinIsClosed() {
        DigitalInOut pin = open("D4");
        note("D4", pin, Edge.BOTH, 10);
        board.pin("D4").drive(true);
        pin.close();
        pass(100);
        assertThat(seen).isEmpty();
    }

    @Test
    void aChangeMadeByAListenerTakesEffectAtOnceAndItsEdgesComeInTheirOrder() {
        DigitalInOut trigger = open("D4");
        DigitalInOut mirror = output("D18", false);
        board.wire("D18", "D23");
        DigitalInOut watched = open("D23");
        note("D23", watched, Edge.BOTH, 0);
        trigger.onEdge(Edge.RISING, event -> {
            mirror.value(true);
            seen.add("level is " + board.pin("D23").level());
            mirror.value(false);
            seen.add("end of the first listener");
        });
        board.pin("D4").drive(true);
        assertThat(seen)
                .containsExactly("level is true", "end of the first listener", "D23 RISING at 0", "D23 FALLING at 0");
    }

    @Test
    void theWorldIsToldBeforeTheProgram() {
        DigitalInOut pin = open("D4");
        note("program", pin, Edge.RISING, 0);
        board.pin("D4").onLevel(high -> seen.add("world"));
        board.pin("D4").drive(true);
        assertThat(seen).containsExactly("world", "program RISING at 0");
    }

    @Test
    void whatAListenerThrowsComesOutAfterTheOthersHaveBeenTold() {
        board.wire("D4", "D5");
        DigitalInOut one = open("D4");
        DigitalInOut other = open("D5");
        one.onEdge(Edge.RISING, event -> {
            throw new AssertionError("seen by the test");
        });
        note("D5", other, Edge.RISING, 0);
        assertThatThrownBy(() -> board.pin("D4").drive(true)).hasMessage("seen by the test");
        assertThat(seen).containsExactly("D5 RISING at 0");
        assertThat(board.pin("D4").level()).isTrue();
    }

    @Test
    void theHistoryShowsABlinkPattern() {
        DigitalInOut led = output("D18", false);
        for (int i = 0; i < 2; i++) {
            led.value(true);
            pass(100);
            led.value(false);
            pass(400);
        }
        assertThat(board.pin("D18").history())
                .containsExactly(
                        new Change(Duration.ZERO, true),
                        new Change(Duration.ofMillis(100), false),
                        new Change(Duration.ofMillis(500), true),
                        new Change(Duration.ofMillis(600), false));
        assertThat(board.pin("D18").clearHistory().history()).isEmpty();
    }

    @Test
    void aLongHistoryKeepsTheLatestChanges() {
        DigitalInOut led = output("D18", false);
        for (int i = 0; i < 70_000; i++) {
            led.value(i % 2 == 0);
            board.clock().advance(Duration.ofNanos(1));
        }
        List<Change> history = board.pin("D18").history();
        assertThat(history).hasSize(65_536);
        assertThat(history.get(65_535)).isEqualTo(new Change(Duration.ofNanos(69_999), false));
        assertThat(history.get(0)).isEqualTo(new Change(Duration.ofNanos(70_000 - 65_536), true));
    }

    @Test
    void switchingToAHighOutputShowsNoLowGlitch() {
        board.pin("D18").resistor(Pull.UP);
        board.pin("D18").clearHistory();
        DigitalInOut pin = open("D18");
        pin.switchToOutput(true);
        pin.driveMode(DriveMode.OPEN_DRAIN);
        pin.switchToInput();
        pin.close();
        assertThat(board.pin("D18").history()).isEmpty();
    }

    @Test
    void aPinThatAnotherProgramHoldsCannotBeOpened() {
        board.pin("D18").heldBy("other-program");
        assertThatThrownBy(() -> open("D18"))
                .isInstanceOf(PinException.class)
                .hasMessageContainingAll("D18", "chip:18", "other-program");
        board.pin("D18").heldBy(null);
        try (DigitalInOut pin = open("D18")) {
            assertThat(board.pin("D18").holder()).isEqualTo("blinka4j");
            assertThatThrownBy(() -> board.pin("D18").heldBy("x")).isInstanceOf(IllegalStateException.class);
            assertThat(pin.value()).isFalse();
        }
    }

    @Test
    void aChipSelectOfTheControllerBelongsToTheKernel() {
        assertThatThrownBy(() -> open("CE0")).isInstanceOf(PinException.class).hasMessageContaining("spi0 CS0");
    }

    @Test
    void aClosedPortCannotBeUsedAndClosingItAgainDoesNothing() {
        GpioPort port = board.pin("D18").open("test");
        assertThatThrownBy(() -> port.write(true))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("D18 is an input");
        port.output(true, false);
        assertThatThrownBy(() -> port.watch(true, true, 0, (rising, timestamp, sequence) -> {}))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("D18 is an output");
        port.close();
        port.close();
        assertThatThrownBy(port::read).isInstanceOf(IllegalStateException.class).hasMessageContaining("D18 is closed");
        assertThatThrownBy(() -> port.write(true)).isInstanceOf(IllegalStateException.class);
        assertThat(board.pin("D18").level()).isFalse();
    }

    @Test
    void aThreadThatStopsWatchingIsNotCalledAfterwards() throws InterruptedException {
        DigitalInOut pin = open("D4");
        boolean[] stopped = new boolean[1];
        boolean[] late = new boolean[1];
        pin.onEdge(Edge.BOTH, event -> late[0] |= stopped[0]);
        Thread driver = new Thread(() -> {
            for (int i = 0; i < 20_000; i++) {
                board.pin("D4").drive(i % 2 == 0);
            }
        });
        driver.start();
        pin.stopEdges();
        stopped[0] = true;
        driver.join();
        assertThat(late[0]).isFalse();
    }

    /** A thread that drives a pin whose listener then waits for {@link #go}. */
    private Thread busyListener(DigitalInOut pin, String name) throws InterruptedException {
        CountDownLatch inside = new CountDownLatch(1);
        pin.onEdge(Edge.BOTH, event -> {
            seen.add(name + " " + event.edge());
            inside.countDown();
            awaitQuietly(go);
        });
        Thread driver = new Thread(() -> board.pin(name).drive(true));
        driver.start();
        inside.await();
        return driver;
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void otherThreadsUseTheBoardWhileAListenerRuns() throws InterruptedException {
        Thread driver = busyListener(open("D4"), "D4");
        DigitalInOut other = output("D18", false);
        other.value(true);
        pass(10);
        note("D23", open("D23"), Edge.BOTH, 0);
        board.pin("D23").drive(true);
        assertThat(seen).as("one listener at a time").containsExactly("D4 RISING");
        go.countDown();
        driver.join();
        assertThat(seen).containsExactly("D4 RISING", "D23 RISING at 10");
    }

    @Test
    void closingWaitsForTheListenerThatRuns() throws InterruptedException {
        DigitalInOut pin = open("D4");
        Thread driver = busyListener(pin, "D4");
        Thread closer = new Thread(() -> {
            pin.close();
            seen.add("closed, go on is " + go.getCount());
        });
        closer.start();
        await().until(() -> closer.getState() == Thread.State.TIMED_WAITING);
        assertThat(board.pin("D4").isHeld()).as("still the program's").isTrue();
        go.countDown();
        closer.join();
        driver.join();
        assertThat(seen).containsExactly("D4 RISING", "closed, go on is 0");
    }

    @Test
    void aListenerThatWaitsForTheCloserIsNotWaitedForForEver() throws InterruptedException {
        DigitalInOut pin = open("D4");
        pin.pull(Pull.DOWN);
        Object programs = new Object();
        CountDownLatch inside = new CountDownLatch(1);
        pin.onEdge(Edge.BOTH, event -> {
            inside.countDown();
            synchronized (programs) {
                seen.add("listener");
            }
        });
        Thread driver;
        synchronized (programs) {
            driver = new Thread(() -> board.pin("D4").drive(true));
            driver.start();
            inside.await();
            pin.close();
            seen.add("closed");
        }
        driver.join();
        board.pin("D4").drive(false);
        assertThat(seen).containsExactly("closed", "listener");
    }

    @Test
    void anInterruptEndsTheWaitForAListener() throws InterruptedException {
        DigitalInOut pin = open("D4");
        Thread driver = busyListener(pin, "D4");
        Thread.currentThread().interrupt();
        pin.close();
        assertThat(Thread.interrupted()).isTrue();
        assertThat(go.getCount()).as("the listener still runs").isOne();
        assertThat(board.pin("D4").isHeld()).isFalse();
        go.countDown();
        driver.join();
    }

    @Test
    void listenersMayCloseTheirOwnAndEachOthersPins() {
        DigitalInOut one = open("D4");
        DigitalInOut other = open("D5");
        one.onEdge(Edge.BOTH, event -> {
            other.close();
            one.close();
            seen.add("closed");
        });
        other.onEdge(Edge.BOTH, event -> one.close());
        board.pin("D4").drive(true);
        board.pin("D5").drive(true);
        assertThat(seen).containsExactly("closed");
        assertThat(board.pin("D4").isHeld()).isFalse();
        assertThat(board.pin("D5").isHeld()).isFalse();
    }

    @Test
    void aHookThatClosesAPinDoesNotWaitForItsListenerThatExits() throws IOException, InterruptedException {
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

    /** Its listener has been called by the thread that writes the output to which the pin is wired. */
    @Test
    void anOutputCanBeClosedWhileTheListenerOfAPinThatItDrivesRuns() throws InterruptedException {
        DigitalInOut out = output("D18", false);
        board.wire("D18", "D23");
        DigitalInOut in = open("D23");
        CountDownLatch inside = new CountDownLatch(1);
        in.onEdge(Edge.RISING, event -> {
            inside.countDown();
            awaitQuietly(go);
        });
        Thread writer = new Thread(() -> out.value(true));
        writer.start();
        inside.await();
        out.close();
        assertThat(board.pin("D18").isHeld()).isFalse();
        assertThat(go.getCount()).isOne();
        go.countDown();
        writer.join();
    }

    /** A program whose listener ends it while a hook closes the pin. */
    static final class ExitInListener {
        private ExitInListener() {}

        public static void main(String[] args) {
            SimBoard board = SimBoard.open(Boards.small());
            DigitalInOut pin = new DigitalInOut(board.blinka().pin("D4"));
            pin.pull(Pull.DOWN);
            Runtime.getRuntime().addShutdownHook(new Thread(pin::close));
            pin.onEdge(Edge.RISING, event -> System.exit(7));
            board.pin("D4").drive(true);
        }
    }

    @Test
    void readingAndWritingAllocateNothing() {
        GpioPort port = board.pin("D18").open("test");
        port.output(false, false);
        com.sun.management.ThreadMXBean threads =
                (com.sun.management.ThreadMXBean) java.lang.management.ManagementFactory.getThreadMXBean();
        boolean value = false;
        for (int i = 0; i < 200_000; i++) {
            port.write(value = !value);
            value = port.read();
        }
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < 100_000; i++) {
            port.write(value = !value);
            value = port.read();
        }
        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(10_000);
    }

    /** Otherwise the pin would look free before it is. */
    @Test
    void aSecondCloseDoesNotFreeThePinBeforeTheFirstHas() throws Exception {
        DigitalInOut pin = new DigitalInOut(board.blinka().pin("D4"));
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch closing = new CountDownLatch(1);
        AtomicReference<Throwable> second = new AtomicReference<>();
        pin.onEdge(Edge.BOTH, event -> {
            inside.countDown();
            awaitQuietly(closing);
            pin.close();
            try {
                new DigitalInOut(board.blinka().pin("D4")).close();
            } catch (PinException e) {
                second.set(e);
            }
        });
        Thread edges = new Thread(() -> board.pin("D4").drive(true));
        edges.start();
        awaitQuietly(inside);
        Thread closer = new Thread(pin::close);
        closer.start();
        await().until(() -> closer.getState() == Thread.State.TIMED_WAITING);
        closing.countDown();
        closer.join();
        edges.join();
        assertThat(second.get()).hasMessageContaining("already open as DigitalInOut(D4)");
        new DigitalInOut(board.blinka().pin("D4")).close();
    }
}
