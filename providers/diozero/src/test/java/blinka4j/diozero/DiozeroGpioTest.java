// SPDX-License-Identifier: MIT
package blinka4j.diozero;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import blinka4j.NotAvailableException;
import blinka4j.PinException;
import blinka4j.provider.GpioPort;
import blinka4j.provider.GpioPort.Bias;
import blinka4j.provider.Line;
import com.diozero.internal.provider.builtin.gpio.GpioLine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DiozeroGpioTest {
    private static final Line LINE = new Line("pinctrl-test", 1);

    @TempDir
    private Path root;

    private FakeGpio gpio;
    private DiozeroChips chips;
    private EdgeLoop edges;

    @BeforeEach
    void layOutTheMachine() {
        gpio = new FakeGpio(root);
        gpio.chip("gpiochip0", "gpiochip0", "other", FakeGpio.line(0, "ID_SD"));
        gpio.chip("gpiochip4", "gpiochip4", "pinctrl-test", FakeGpio.line(0, "A"), FakeGpio.line(1, "B"));
        chips = new DiozeroChips(gpio.library, gpio.host);
        edges = new EdgeLoop(gpio.library);
    }

    private GpioPort open() {
        GpioPort port = DiozeroGpio.open(chips, edges, LINE);
        gpio.told.clear();
        return port;
    }

    @Test
    void anOutputIsRequestedWithItsLevelAndALineIsGivenBackBeforeItIsTurnedRound() {
        GpioPort port = open();
        port.input(Bias.DISABLED);
        port.output(true, false);
        port.write(false);
        port.output(true, false);
        port.input(Bias.PULL_UP);
        port.input(Bias.PULL_UP);
        port.input(Bias.PULL_DOWN);
        assertThat(gpio.told)
                .containsExactly(
                        "input NONE RISING",
                        "release",
                        "output 1",
                        "set 0",
                        "set 1",
                        "release",
                        "input PULL_UP RISING",
                        "release",
                        "input PULL_DOWN RISING");
    }

    @Test
    void unsupportedSettingsAreRefusedBeforeAnyChange() {
        GpioPort port = open();
        port.input(Bias.PULL_UP);
        port.watch(true, false, 0, (rising, timestamp, sequence) -> {});
        gpio.told.clear();
        assertThatThrownBy(() -> port.output(true, true))
                .isInstanceOf(NotAvailableException.class)
                .hasMessageContainingAll("GPIO line pinctrl-test:1", "open-drain", "diozero", "BLINKA_PROVIDER=linux");
        assertThatThrownBy(() -> port.watch(true, true, 1, (rising, timestamp, sequence) -> {}))
                .isInstanceOf(NotAvailableException.class)
                .hasMessageContainingAll("GPIO line pinctrl-test:1", "debounc", "BLINKA_PROVIDER=linux");
        assertThat(gpio.told).isEmpty();
        assertThat(gpio.listeners).hasSize(1);
        port.close();
    }

    @Test
    void aLineInUseIsNotRequestedAndTheErrorNamesItsUser() {
        gpio.chip(
                "gpiochip4",
                "gpiochip4",
                "pinctrl-test",
                FakeGpio.line(0, "A"),
                new GpioLine(1, FakeGpio.IN_USE, "B", "gpioset"));
        assertThatThrownBy(this::open)
                .isInstanceOf(PinException.class)
                .hasMessageContainingAll("GPIO line pinctrl-test:1", "\"gpioset\"", "that program");
        assertThat(gpio.told).doesNotContain("input NONE RISING").last().isEqualTo("close gpiochip4");
    }

    @Test
    void aLineTakenBetweenTwoRequestsNamesItsNewUser() {
        GpioPort port = open();
        port.input(Bias.DISABLED);
        gpio.chip(
                "gpiochip4",
                "gpiochip4",
                "pinctrl-test",
                FakeGpio.line(0, "A"),
                new GpioLine(1, FakeGpio.IN_USE, "B", "gpiomon"));
        gpio.refused = "output";
        assertThatThrownBy(() -> port.output(true, false))
                .isInstanceOf(PinException.class)
                .hasMessageContainingAll("\"gpiomon\"");
    }

    @Test
    void aPullThatIsRefusedLeavesTheLineAsItWas() {
        GpioPort port = open();
        port.output(false, false);
        port.write(true);
        gpio.refused = "input PULL_UP";
        gpio.told.clear();
        assertThatThrownBy(() -> port.input(Bias.PULL_UP))
                .isInstanceOf(NotAvailableException.class)
                .hasMessageContainingAll("pull-up", "resistor");
        assertThat(gpio.told).containsSubsequence("release", "refuse input PULL_UP RISING", "output 1");
        port.write(false);
    }

    @Test
    void theLevelOfAnInputAndOfAnOutputIsAskedOfTheKernel() {
        GpioPort port = open();
        assertThatThrownBy(port::read)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContainingAll("input", "output");
        port.output(false, false);
        assertThat(port.read()).isTrue();
        port.input(Bias.DISABLED);
        assertThat(port.read()).isTrue();
        assertThatThrownBy(() -> port.write(true))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContainingAll("is not an output");
        assertThat(Collections.frequency(gpio.told, "read")).isEqualTo(2);
    }

    static Stream<Consumer<GpioPort>> methods() {
        return Stream.of(
                port -> port.input(Bias.DISABLED),
                port -> port.output(true, false),
                GpioPort::read,
                port -> port.write(true),
                port -> port.watch(true, true, 0, (rising, timestamp, sequence) -> {}),
                GpioPort::unwatch);
    }

    @ParameterizedTest
    @MethodSource("methods")
    void aClosedPortRefusesCallsAndReleasedItsLineOnce(Consumer<GpioPort> method) {
        GpioPort port = open();
        port.output(true, false);
        port.close();
        port.close();
        assertThatThrownBy(() -> method.accept(port))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContainingAll("GPIO line pinctrl-test:1 is closed");
        assertThat(gpio.told).containsExactly("output 1", "release", "close gpiochip4");
    }

    @Test
    void edgesComeInOrderWithTheKernelsTimeAndWithoutThoseOfAnEarlierWatch() {
        GpioPort port = open();
        port.input(Bias.DISABLED);
        List<String> seen = Collections.synchronizedList(new ArrayList<>());
        long before = System.nanoTime();
        port.watch(true, true, 0, (rising, timestamp, sequence) -> seen.add(rising + " " + timestamp + " " + sequence));
        assertThat(gpio.told).contains("release", "input NONE BOTH");
        long now = System.nanoTime();
        gpio.edge(false, before - 1);
        gpio.edge(true, now + 1);
        gpio.edge(false, now + 2);
        gpio.edge(true, now + 3);
        await().until(() -> seen.size() == 3);
        assertThat(seen)
                .containsExactly("true " + (now + 1) + " 1", "false " + (now + 2) + " 2", "true " + (now + 3) + " 3");
        port.unwatch();
        assertThat(gpio.listeners).isEmpty();
        port.close();
    }

    @Test
    void anEdgeThatComesWhileTheLineIsRegisteredIsNotLost() {
        GpioPort port = open();
        GpioPort other = DiozeroGpio.open(chips, edges, new Line("other", 0));
        List<Long> seen = Collections.synchronizedList(new ArrayList<>());
        for (GpioPort watched : List.of(port, other)) {
            watched.input(Bias.DISABLED);
            long later = System.nanoTime() + 1_000_000_000;
            gpio.waiting.add(later);
            watched.watch(true, true, 0, (rising, timestamp, sequence) -> seen.add(timestamp));
            await().until(() -> seen.contains(later));
            assertThat(gpio.waiting).containsExactly(later);
            gpio.waiting.clear();
        }
        port.close();
        other.close();
    }

    @Test
    void aPullThatChangesKeepsTheEdges() {
        GpioPort port = open();
        port.input(Bias.DISABLED);
        List<Long> seen = Collections.synchronizedList(new ArrayList<>());
        port.watch(false, true, 0, (rising, timestamp, sequence) -> seen.add(sequence));
        gpio.edge(false, System.nanoTime());
        port.input(Bias.PULL_UP);
        gpio.edge(false, System.nanoTime());
        await().until(() -> seen.size() == 2);
        assertThat(seen).containsExactly(1L, 2L);
        assertThat(gpio.told).contains("input NONE FALLING", "input PULL_UP FALLING");
        port.close();
    }

    @Test
    void aListenerThatThrowsGoesOnGettingEdges() {
        GpioPort port = open();
        port.input(Bias.DISABLED);
        List<Long> seen = Collections.synchronizedList(new ArrayList<>());
        port.watch(true, true, 0, (rising, timestamp, sequence) -> {
            seen.add(sequence);
            throw new IllegalArgumentException("a listener's mistake, thrown by a test");
        });
        gpio.edge(true, System.nanoTime());
        gpio.edge(false, System.nanoTime());
        await().until(() -> seen.size() == 2);
        port.close();
    }

    @Test
    void unwatchWaitsForARunningListenerAndDeliversNoLaterEdge() throws InterruptedException {
        GpioPort port = open();
        port.input(Bias.DISABLED);
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        AtomicBoolean done = new AtomicBoolean();
        port.watch(true, true, 0, (rising, timestamp, sequence) -> {
            inside.countDown();
            try {
                go.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            assertThat(sequence).isEqualTo(1);
            done.set(true);
        });
        gpio.edge(true, System.nanoTime());
        gpio.edge(false, System.nanoTime());
        inside.await();
        AtomicBoolean doneBefore = new AtomicBoolean();
        Thread ending = new Thread(() -> {
            port.unwatch();
            doneBefore.set(done.get());
        });
        ending.start();
        await().until(() -> ending.getState() == Thread.State.TIMED_WAITING);
        go.countDown();
        ending.join();
        assertThat(doneBefore).isTrue();
        port.close();
    }

    @Test
    void aListenerMayCloseItsOwnPort() throws InterruptedException {
        GpioPort port = open();
        port.input(Bias.DISABLED);
        CountDownLatch closed = new CountDownLatch(1);
        port.watch(true, true, 0, (rising, timestamp, sequence) -> {
            port.close();
            closed.countDown();
        });
        gpio.edge(true, System.nanoTime());
        closed.await();
        assertThat(gpio.told).endsWith("release", "close gpiochip4");
    }

    @Test
    void closeDoesNotWaitForeverForAListenerThatWaitsForIt() throws InterruptedException {
        GpioPort port = open();
        port.input(Bias.DISABLED);
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch returned = new CountDownLatch(1);
        Object programs = new Object();
        port.watch(true, true, 0, (rising, timestamp, sequence) -> {
            inside.countDown();
            synchronized (programs) {
                assertThat(sequence).isEqualTo(1);
            }
            returned.countDown();
        });
        gpio.edge(true, System.nanoTime());
        gpio.edge(false, System.nanoTime());
        synchronized (programs) {
            inside.await();
            port.close();
            assertThat(gpio.told).endsWith("release", "close gpiochip4");
        }
        returned.await();
    }

    @Test
    void anInterruptEndsTheWaitForAListener() throws InterruptedException {
        GpioPort port = open();
        port.input(Bias.DISABLED);
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        port.watch(true, true, 0, (rising, timestamp, sequence) -> {
            inside.countDown();
            try {
                go.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        gpio.edge(true, System.nanoTime());
        inside.await();
        Thread.currentThread().interrupt();
        port.close();
        assertThat(Thread.interrupted()).isTrue();
        assertThat(gpio.told).endsWith("release", "close gpiochip4");
        go.countDown();
    }

    @Test
    void noThreadIsLeftWhenNoLineIsWatched() {
        GpioPort port = open();
        port.input(Bias.DISABLED);
        port.watch(true, true, 0, (rising, timestamp, sequence) -> {});
        assertThat(threads()).contains("blinka4j-edges GPIO line pinctrl-test:1", "blinka4j-edges-end");
        port.close();
        await().until(() -> threads().isEmpty());
    }

    private static List<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("blinka4j-edges"))
                .toList();
    }

    @Test
    void linesOfTwoControllersAreReadByOneLoop() {
        GpioPort port = open();
        GpioPort other = DiozeroGpio.open(chips, edges, new Line("other", 0));
        port.input(Bias.DISABLED);
        other.input(Bias.DISABLED);
        gpio.told.clear();
        port.watch(true, true, 0, (rising, timestamp, sequence) -> {});
        other.watch(true, true, 0, (rising, timestamp, sequence) -> {});
        assertThat(Collections.frequency(gpio.told, "open gpiochip4")).isEqualTo(1);
        assertThat(gpio.told).doesNotContain("open gpiochip0");
        assertThat(gpio.listeners).hasSize(2);
        port.close();
        assertThat(gpio.listeners).hasSize(1);
        other.close();
        assertThat(gpio.listeners).isEmpty();
    }

    /** Event loop of diozero 1.4.1: an event of the file whose number the last stop used ends the loop. */
    @Test
    void noFileHasTheNumberThatStoppedAnEarlierReader() {
        GpioPort port = open();
        GpioPort other = DiozeroGpio.open(chips, edges, new Line("other", 0));
        port.input(Bias.DISABLED);
        other.input(Bias.DISABLED);
        for (int i = 0; i < 3; i++) {
            port.watch(true, true, 0, (rising, timestamp, sequence) -> {});
            other.watch(true, true, 0, (rising, timestamp, sequence) -> {});
            other.unwatch();
            port.unwatch();
            // Another file of the program moves the numbers of the next ones.
            gpio.library.open("/dev/random");
        }
        assertThat(gpio.told).contains("pass").doesNotContain("stop the reader");
        port.close();
        other.close();
    }

    @Test
    void aLineIsGivenBackWhenTheReaderIsDoneWithIt() {
        GpioPort port = open();
        GpioPort other = DiozeroGpio.open(chips, edges, new Line("other", 0));
        port.input(Bias.DISABLED);
        other.input(Bias.DISABLED);
        port.watch(true, true, 0, (rising, timestamp, sequence) -> {});
        other.watch(true, true, 0, (rising, timestamp, sequence) -> {});
        gpio.told.clear();
        port.close();
        assertThat(gpio.told).containsExactly("pass", "release", "close gpiochip4");
        other.close();
        assertThat(gpio.told).endsWith("release", "close gpiochip0");
    }

    @Test
    void aLineIsFoundByItsNameInTheKernel() {
        assertThat(chips.line("B")).hasValue(LINE);
        assertThat(chips.line("ID_SD")).hasValue(new Line("other", 0));
        assertThat(chips.line("C")).isEmpty();
        assertThat(gpio.told.stream().filter(what -> what.startsWith("open")).count())
                .isEqualTo(gpio.told.stream()
                        .filter(what -> what.startsWith("close"))
                        .count());
    }

    @Test
    void twoControllersWithOneLabelAreAnErrorButALinkToOneIsNot() throws IOException {
        Files.createSymbolicLink(root.resolve("dev/gpiochip5"), Path.of("gpiochip4"));
        gpio.chip("gpiochip5", "gpiochip4", "pinctrl-test", FakeGpio.line(0, "A"), FakeGpio.line(1, "B"));
        open().close();
        gpio.chip("gpiochip6", "gpiochip6", "pinctrl-test", FakeGpio.line(0, "A"));
        assertThatThrownBy(() -> DiozeroGpio.open(new DiozeroChips(gpio.library, gpio.host), edges, LINE))
                .isInstanceOf(PinException.class)
                .hasMessageContainingAll("the same label", "/dev/gpiochip4:0");
        assertThat(chips.line("B")).hasValue(new Line("/dev/gpiochip4", 1));
    }

    @Test
    void theErrorForAMissingControllerOrLineListsTheExistingOnes() {
        assertThatThrownBy(() -> chips.open(new Line("pinctrl-rp1", 4)))
                .isInstanceOf(PinException.class)
                .hasMessageContainingAll("'pinctrl-rp1'", "/dev/gpiochip0 'other' (1 lines)", "'pinctrl-test'");
        assertThatThrownBy(() -> chips.open(new Line("gpiochip4", 2)))
                .isInstanceOf(PinException.class)
                .hasMessageContainingAll("gpiochip4:2 does not exist", "lines 0 to 1");
        assertThatThrownBy(() -> chips.open(new Line("/dev/gpiochip9", 2)))
                .isInstanceOf(NotAvailableException.class)
                .hasMessageContaining("/dev/gpiochip9 does not exist");
        assertThat(gpio.told.stream().filter(what -> what.startsWith("open")).count())
                .isEqualTo(gpio.told.stream()
                        .filter(what -> what.startsWith("close"))
                        .count());
    }
}
