// SPDX-License-Identifier: MIT
package blinka4j.pi4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import blinka4j.NotAvailableException;
import blinka4j.PinException;
import blinka4j.provider.GpioPort;
import blinka4j.provider.GpioPort.Bias;
import blinka4j.provider.Line;
import com.pi4j.library.gpiod.internal.GpioDContext;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class Pi4JGpioTest {
    private static final Line LINE = new Line("pinctrl-bcm2711", 17);
    private static final GpioPort.EdgeListener NOBODY = (rising, timestamp, sequence) -> {};

    @TempDir
    private Path root;

    private GpioPort open(Fixture fixture) {
        return Pi4JGpio.open(fixture.host, fixture.contexts, LINE, "test");
    }

    @Test
    void aNewPortLeavesTheLineAsItIs() {
        try (var fixture = new Fixture(root, "fake").raspberryPi();
                var port = open(fixture)) {
            assertThat(Fixture.log()).isEmpty();
            assertThatThrownBy(port::read)
                    .isInstanceOf(NotAvailableException.class)
                    .hasMessageContainingAll("input", "output");
        }
    }

    @Test
    void theDebouncingThatPi4JHasByDefaultIsOff() {
        try (var fixture = new Fixture(root, "fake").raspberryPi();
                var port = open(fixture)) {
            port.input(Bias.PULL_UP);
            assertThat(Fixture.log()).containsExactly("input 17 PULL_UP debounce 0");
        }
    }

    @Test
    void theDirectionChangesBackAndForth() {
        try (var fixture = new Fixture(root, "fake").raspberryPi();
                var port = open(fixture)) {
            port.input(Bias.DISABLED);
            port.input(Bias.DISABLED);
            port.output(true, false);
            port.output(false, false);
            port.input(Bias.PULL_DOWN);
            port.output(true, false);
            assertThat(Fixture.log())
                    .containsExactly(
                            "input 17 OFF debounce 0",
                            "output 17 HIGH shutdown null",
                            "drive LOW",
                            "input 17 PULL_DOWN debounce 0",
                            "output 17 HIGH shutdown null");
            assertThat(port.read()).isTrue();
            port.write(false);
            assertThat(port.read()).isFalse();
        }
    }

    @Test
    void anOutputIsMadeAnInputBeforeItIsGivenBack() {
        try (var fixture = new Fixture(root, "fake").raspberryPi()) {
            GpioPort port = open(fixture);
            port.output(true, false);
            port.close();
            port.close();
            assertThat(Fixture.log()).containsExactly("output 17 HIGH shutdown null", "input 17 OFF debounce 0");
            assertThatThrownBy(port::read)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("is closed");
            assertThatThrownBy(() -> port.input(Bias.DISABLED)).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> port.output(true, true)).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> port.write(true)).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> port.watch(true, true, 1, NOBODY)).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void theSameLineAndChipSelectZeroDoNotClash() {
        try (var fixture = new Fixture(root, "fake").raspberryPi().file("dev/spidev0.0", "");
                var zero = Pi4JGpio.open(fixture.host, fixture.contexts, new Line("pinctrl-bcm2711", 0), "test");
                var spi = Pi4JSpi.open(
                        fixture.host,
                        fixture.contexts,
                        new blinka4j.provider.BoardDefinition.SpiBus(
                                "/dev/spidev0", null, null, null, List.of(), ""))) {
            zero.input(Bias.DISABLED);
            spi.configure(new blinka4j.provider.SpiPort.Settings(1000, 0, 0, 8, false, false, 0));
            assertThat(Fixture.log()).containsExactly("input 0 OFF debounce 0", "spi 0.0 MODE_0 1000 Hz");
        }
    }

    @Test
    void openDrainIsRefusedBeforeAnythingChanges() {
        try (var fixture = new Fixture(root, "fake").raspberryPi();
                var port = open(fixture)) {
            port.input(Bias.PULL_UP);
            Fixture.log();
            assertThatThrownBy(() -> port.output(false, true))
                    .isInstanceOf(NotAvailableException.class)
                    .hasMessageContainingAll("pinctrl-bcm2711:17", "open-drain", "BLINKA_PROVIDER=linux");
            assertThat(Fixture.log()).isEmpty();
            assertThat(port.read()).isFalse();
        }
    }

    @Test
    void aRefusedDirectionLeavesTheLineAsItWas() {
        try (var fixture = new Fixture(root, "fake").raspberryPi();
                var port = open(fixture)) {
            port.input(Bias.PULL_UP);
            FakePlugin.error = "Device or resource busy";
            assertThatThrownBy(() -> port.output(true, false))
                    .isInstanceOf(PinException.class)
                    .hasMessageContainingAll("pinctrl-bcm2711:17", "EBUSY 16", "gpioinfo");
            assertThat(Fixture.log())
                    .containsExactly(
                            "input 17 PULL_UP debounce 0",
                            "output 17 HIGH shutdown null",
                            "input 17 PULL_UP debounce 0");
            FakePlugin.INPUTS.get(1).drive(true);
            assertThat(port.read()).isTrue();
        }
    }

    @Test
    void edgesAreCountedAndTimedWithTheClockOfTheKernel() {
        record Seen(boolean rising, long timestamp, long sequence) {}
        List<Seen> seen = new CopyOnWriteArrayList<>();
        try (var fixture = new Fixture(root, "fake").raspberryPi();
                var port = open(fixture)) {
            port.input(Bias.DISABLED);
            port.watch(
                    false, true, 0, (rising, timestamp, sequence) -> seen.add(new Seen(rising, timestamp, sequence)));
            long before = System.nanoTime();
            for (boolean level : new boolean[] {true, false, true, false}) {
                FakePlugin.INPUTS.get(0).drive(level);
            }
            long after = System.nanoTime();
            await().until(() -> seen.size() == 2);
            assertThat(seen).extracting(Seen::rising).containsExactly(false, false);
            assertThat(seen).extracting(Seen::sequence).containsExactly(1L, 2L);
            assertThat(seen).allMatch(edge -> edge.timestamp() - before >= 0 && after - edge.timestamp() >= 0);

            port.unwatch();
            FakePlugin.INPUTS.get(0).drive(true);
            FakePlugin.INPUTS.get(0).drive(false);
            port.watch(
                    true, false, 0, (rising, timestamp, sequence) -> seen.add(new Seen(rising, timestamp, sequence)));
            FakePlugin.INPUTS.get(0).drive(true);
            await().until(() -> seen.size() == 3);
            // Counted anew, and delivered once although watched twice.
            assertThat(seen.get(2).sequence()).isEqualTo(1);
            assertThat(seen.get(2).rising()).isTrue();
        }
    }

    @Test
    void edgesGoOnAfterAChangeOfThePull() {
        List<Boolean> seen = new CopyOnWriteArrayList<>();
        try (var fixture = new Fixture(root, "fake").raspberryPi();
                var port = open(fixture)) {
            port.input(Bias.DISABLED);
            port.watch(true, true, 0, (rising, timestamp, sequence) -> seen.add(rising));
            port.input(Bias.PULL_UP);
            FakePlugin.INPUTS.get(1).drive(true);
            await().until(() -> seen.size() == 1);
            port.output(false, false);
            port.input(Bias.DISABLED);
            FakePlugin.INPUTS.get(2).drive(true);
            FakePlugin.INPUTS.get(2).drive(false);
        }
        assertThat(seen).containsExactly(true);
    }

    @Test
    void aListenerMayFailAndMayCloseItsPort() {
        AtomicBoolean closed = new AtomicBoolean();
        try (var fixture = new Fixture(root, "fake").raspberryPi()) {
            GpioPort port = open(fixture);
            port.input(Bias.DISABLED);
            port.watch(true, true, 0, (rising, timestamp, sequence) -> {
                if (sequence == 1) {
                    throw new IllegalStateException("as a test");
                }
                port.close();
                closed.set(true);
            });
            FakePlugin.INPUTS.get(0).drive(true);
            FakePlugin.INPUTS.get(0).drive(false);
            await().untilTrue(closed);
        }
    }

    @Test
    void unwatchWaitsForTheListenerThatRuns() throws InterruptedException {
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        AtomicBoolean done = new AtomicBoolean();
        try (var fixture = new Fixture(root, "fake").raspberryPi();
                var port = open(fixture)) {
            port.input(Bias.DISABLED);
            port.watch(true, true, 0, (rising, timestamp, sequence) -> {
                running.countDown();
                try {
                    goOn.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                done.set(true);
            });
            FakePlugin.INPUTS.get(0).drive(true);
            running.await();
            AtomicBoolean doneBefore = new AtomicBoolean();
            Thread unwatching = new Thread(() -> {
                port.unwatch();
                doneBefore.set(done.get());
            });
            unwatching.start();
            await().until(() -> unwatching.getState() == Thread.State.TIMED_WAITING);
            goOn.countDown();
            unwatching.join();
            assertThat(doneBefore).isTrue();
        }
    }

    @Test
    void closeDoesNotWaitForeverForAListenerThatWaitsForIt() throws InterruptedException {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch returned = new CountDownLatch(1);
        Object programs = new Object();
        try (var fixture = new Fixture(root, "fake").raspberryPi()) {
            GpioPort port = open(fixture);
            port.input(Bias.DISABLED);
            port.watch(true, true, 0, (rising, timestamp, sequence) -> {
                inside.countDown();
                synchronized (programs) {
                    assertThat(sequence).isEqualTo(1);
                }
                returned.countDown();
            });
            FakePlugin.INPUTS.get(0).drive(true);
            FakePlugin.INPUTS.get(0).drive(false);
            synchronized (programs) {
                inside.await();
                port.close();
                assertThatThrownBy(port::read).isInstanceOf(IllegalStateException.class);
            }
            returned.await();
        }
    }

    @Test
    void anInterruptEndsTheWaitForAListener() throws InterruptedException {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        try (var fixture = new Fixture(root, "fake").raspberryPi()) {
            GpioPort port = open(fixture);
            port.input(Bias.DISABLED);
            port.watch(true, true, 0, (rising, timestamp, sequence) -> {
                inside.countDown();
                try {
                    goOn.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
            FakePlugin.INPUTS.get(0).drive(true);
            inside.await();
            Thread.currentThread().interrupt();
            port.close();
            assertThat(Thread.interrupted()).isTrue();
            assertThatThrownBy(port::read).isInstanceOf(IllegalStateException.class);
            goOn.countDown();
        }
    }

    @Test
    void debouncingIsRefused() {
        try (var fixture = new Fixture(root, "fake").raspberryPi();
                var port = open(fixture)) {
            port.input(Bias.DISABLED);
            assertThatThrownBy(() -> port.watch(true, true, 1_000_000, NOBODY))
                    .isInstanceOf(NotAvailableException.class)
                    .hasMessageContainingAll("ebounc", "BLINKA_PROVIDER=linux");
            assertThatThrownBy(() -> port.watch(false, false, 0, NOBODY)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void onlyAnInputIsWatchedAndOnlyAnOutputWritten() {
        try (var fixture = new Fixture(root, "fake").raspberryPi();
                var port = open(fixture)) {
            assertThatThrownBy(() -> port.watch(true, true, 0, NOBODY)).isInstanceOf(IllegalStateException.class);
            port.input(Bias.DISABLED);
            assertThatThrownBy(() -> port.write(true)).isInstanceOf(IllegalStateException.class);
        }
    }

    /** Pi4J 2 never gives an input of gpiod back, and would find it busy when another pull is asked for. */
    @Test
    void gpiodGivesTheLineBackBeforeItIsTakenAgain() {
        GpioDContext.getInstance().closed().clear();
        try (var fixture = new Fixture(root, "gpiod").raspberryPi();
                var port = open(fixture)) {
            port.input(Bias.DISABLED);
            port.input(Bias.PULL_UP);
            assertThat(GpioDContext.getInstance().closed()).containsExactly(17);
        }
        assertThat(GpioDContext.getInstance().closed()).containsExactly(17, 17);
    }

    @Test
    void gpiodHasTheHeadersControllerOfARaspberryPiOnly() {
        try (var fixture = new Fixture(root, "gpiod").raspberryPi().gpioChip(1, "expander", "raspberrypi-exp-gpio")) {
            for (Line other : List.of(new Line("raspberrypi-exp-gpio", 0), new Line("/dev/gpiochip1", 0))) {
                assertThatThrownBy(() -> Pi4JGpio.open(fixture.host, fixture.contexts, other, "test"))
                        .isInstanceOf(NotAvailableException.class)
                        .hasMessageContainingAll(other.toString(), "pinctrl", "pi4j-plugin-ffm");
            }
            Pi4JGpio.open(fixture.host, fixture.contexts, new Line("/dev/gpiochip0", 17), "test")
                    .close();
            fixture.file("proc/device-tree/compatible", "boundary,imx6q-sabrelite\0");
            assertThatThrownBy(() -> open(fixture))
                    .isInstanceOf(NotAvailableException.class)
                    .hasMessageContainingAll("Raspberry Pi");
        }
    }

    @Test
    void linuxfsIsNotUsedForGpio() {
        try (var fixture = new Fixture(root, "linuxfs").raspberryPi()) {
            assertThatThrownBy(() -> open(fixture))
                    .isInstanceOf(NotAvailableException.class)
                    .hasMessageContainingAll("linuxfs", "pull", "pi4j-plugin-gpiod");
        }
    }

    @Test
    void ffmNeedsTheNumberOfTheController() {
        try (var fixture = new Fixture(root, "ffm").raspberryPi()) {
            assertThatThrownBy(() -> Pi4JGpio.open(fixture.host, fixture.contexts, new Line("pinctrl-rp1", 17), "test"))
                    .isInstanceOf(NotAvailableException.class)
                    .hasMessageContainingAll("pinctrl-rp1:17", "/dev/gpiochip0:17");
            open(fixture).close();
        }
    }

    /** The key {@code bus} is read by Pi4J 4 alone. */
    @Test
    void theNumberOfTheControllerIsHandedOn() throws ReflectiveOperationException {
        try (var fixture = new Fixture(root, "ffm").gpioChip(3, "30200000.gpio", "30200000.gpio");
                var port = Pi4JGpio.open(fixture.host, fixture.contexts, new Line("30200000.gpio", 5), "test")) {
            port.input(Bias.DISABLED);
            var config = FakePlugin.INPUTS.get(0).config();
            assertThat(config.address()).isEqualTo(5);
            for (var method : com.pi4j.io.gpio.digital.DigitalInputConfig.class.getMethods()) {
                if (method.getName().equals("bus")) {
                    assertThat(method.invoke(config)).isEqualTo(3);
                }
            }
        }
    }

    @Test
    void twoControllersWithOneLabelAreAnError() {
        try (var fixture = new Fixture(root, "ffm").gpioChip(0, "a", "twin").gpioChip(1, "b", "twin")) {
            assertThatThrownBy(() -> Pi4JGpio.open(fixture.host, fixture.contexts, new Line("twin", 1), "test"))
                    .isInstanceOf(NotAvailableException.class)
                    .hasMessageContainingAll("[0, 1]", "/dev/gpiochip0:1");
        }
    }

    @Test
    void theErrorForAMissingControllerNamesIt() {
        try (var fixture = new Fixture(root, "ffm")) {
            assertThatThrownBy(
                            () -> Pi4JGpio.open(fixture.host, fixture.contexts, new Line("/dev/gpiochip9", 1), "test"))
                    .isInstanceOf(NotAvailableException.class)
                    .hasMessageContaining("/dev/gpiochip9 does not exist");
        }
    }
}
