// SPDX-License-Identifier: MIT
package blinka4j.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import blinka4j.NotAvailableException;
import blinka4j.PinException;
import blinka4j.kernel.Errno;
import blinka4j.linux.FakeGpioChip.Config;
import blinka4j.provider.GpioPort.Bias;
import blinka4j.provider.Line;
import blinka4j.provider.LinesPort;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LinuxLinesTest {
    @TempDir
    private Path root;

    private FakeKernel kernel;
    private FakeGpioChip chip;
    private final List<LinesPort> ports = new ArrayList<>();

    @BeforeEach
    void layOutTheMachine() {
        kernel = new FakeKernel(root);
        chip = new FakeGpioChip(kernel, "gpiochip0", "chip", 70);
        kernel.device("/dev/gpiochip0", chip);
    }

    @AfterEach
    void everythingIsGivenBack() {
        ports.forEach(LinesPort::close);
        await().pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(2))
                .untilAsserted(() -> assertThat(kernel.openFiles()).isZero());
    }

    private LinesPort open(int... offsets) {
        LinesPort port = LinuxLines.open(
                kernel,
                new LinuxChips(kernel, kernel.host),
                new EdgeReader(kernel),
                IntStream.of(offsets)
                        .mapToObj(offset -> new Line("chip", offset))
                        .toList(),
                "blinka4j");
        ports.add(port);
        return port;
    }

    private int callsOf(Runnable action) {
        int before = kernel.calls();
        action.run();
        return kernel.calls() - before;
    }

    @Test
    void theLinesAreOneRequestAndLeftAsTheyAre() {
        LinesPort port = open(9, 4, 17);
        assertThat(chip.line(9)).isSameAs(chip.line(4)).isSameAs(chip.line(17));
        assertThat(chip.line(9).configs).isEmpty();
        assertThat(chip.line(9).consumer).isEqualTo("blinka4j");
        assertThat(kernel.openFiles()).isEqualTo(1);
        assertThat(port.length()).isEqualTo(3);
        assertThat(port.name()).isEqualTo("chip:9,4,17");
    }

    @Test
    void allLevelsAreReadInOneCall() {
        LinesPort port = open(9, 4, 17);
        port.input(Bias.PULL_UP);
        assertThat(chip.line(9).configs).containsExactly(new Config(FakeGpioChip.INPUT | FakeGpioChip.PULL_UP, 0, 0));
        chip.line(9).levels = 0b101;
        assertThat(callsOf(() -> assertThat(port.read()).isEqualTo(0b101))).isEqualTo(1);
    }

    @Test
    void allLevelsAreWrittenInOneCall() {
        LinesPort port = open(9, 4, 17);
        port.output(0b110, false);
        assertThat(chip.line(9).configs).containsExactly(new Config(FakeGpioChip.OUTPUT, 2, 0b110));
        assertThat(callsOf(() -> port.write(0b001, 0b101))).isEqualTo(1);
        assertThat(chip.line(9).levels).isEqualTo(0b011);
        port.write(0b111, 0);
        assertThat(chip.line(9).levels).as("nothing is written").isEqualTo(0b011);
        // What was driven last is put back when the kernel refuses a change.
        chip.refuses = flags -> (flags & FakeGpioChip.PULL_UP) != 0 ? Errno.EOPNOTSUPP : 0;
        assertThatThrownBy(() -> port.input(Bias.PULL_UP))
                .isInstanceOf(NotAvailableException.class)
                .hasMessageContainingAll("GPIO group chip:9,4,17", "pull-up");
        assertThat(chip.line(9).configs).endsWith(new Config(FakeGpioChip.OUTPUT, 2, 0b011));
    }

    @Test
    void sixtyFourLinesAreReadAndWritten() {
        LinesPort port = open(IntStream.range(3, 67).toArray());
        port.output(0x8000_0000_0000_0001L, true);
        assertThat(port.read()).isEqualTo(0x8000_0000_0000_0001L);
        port.write(-1, 0xFFFF_0000_0000_0000L);
        assertThat(port.read()).isEqualTo(0xFFFF_0000_0000_0001L);
        port.input(Bias.DISABLED);
        List<Integer> seen = Collections.synchronizedList(new ArrayList<>());
        port.watch(true, true, 0, (line, rising, timestamp, sequence) -> seen.add(line));
        chip.line(3).drive(63, false);
        chip.line(3).drive(0, false);
        chip.line(3).drive(31, true);
        await().until(() -> seen.size() == 3);
        assertThat(seen).containsExactly(63, 0, 31);
    }

    @Test
    void edgesOfAllLinesComeInOneQueueWithTheKernelsNumbersAndTimestamps() {
        LinesPort port = open(9, 4, 17);
        port.input(Bias.DISABLED);
        List<String> edges = Collections.synchronizedList(new ArrayList<>());
        port.watch(
                true,
                true,
                0,
                (line, rising, timestamp, sequence) ->
                        edges.add("%s%s %s %s".formatted(line, rising ? "R" : "F", timestamp, sequence)));
        FakeGpioChip.Request request = chip.line(4);
        request.drive(2, true);
        request.drive(0, true);
        request.drive(2, false);
        request.drive(1, true);
        await().until(() -> edges.size() == 4);
        assertThat(edges).containsExactly("2R 1001000 1", "0R 1002000 2", "2F 1003000 3", "1R 1004000 4");

        port.unwatch();
        request.drive(0, false);
        port.watch(true, true, 0, (line, rising, timestamp, sequence) -> edges.add(line + " " + sequence));
        request.drive(0, true);
        await().until(() -> edges.size() == 5);
        assertThat(edges.get(4)).as("a new watch counts from 1").isEqualTo("0 1");
    }

    @Test
    void anEdgeThatTheKernelQueuesLateIsDeliveredInItsPlace() throws InterruptedException {
        LinesPort port = open(9, 4);
        port.input(Bias.DISABLED);
        List<String> edges = Collections.synchronizedList(new ArrayList<>());
        // Both edges are in the kernel before the reader sees the first.
        port.watch(true, true, 0, (line, rising, timestamp, sequence) -> edges.add(line + " " + sequence));
        for (int i = 0; i < 20; i++) {
            chip.line(9).driveLate(1, 0);
        }
        await().until(() -> edges.size() == 40);
        assertThat(edges)
                .isEqualTo(IntStream.rangeClosed(1, 40)
                        .mapToObj(i -> "%s %s".formatted(i % 2, i))
                        .toList());
        assertThat(port.read()).isZero();
    }

    @Test
    void lostEdgesLeaveAGapInTheNumbers() {
        LinesPort port = open(9, 4);
        port.input(Bias.DISABLED);
        List<Long> numbers = Collections.synchronizedList(new ArrayList<>());
        port.watch(true, true, 0, (line, rising, timestamp, sequence) -> numbers.add(sequence));
        chip.line(9).drive(0, true);
        await().until(() -> numbers.size() == 1);
        // Four edges are lost.
        chip.line(9).sequence(5);
        chip.line(9).drive(1, true);
        await().until(() -> numbers.size() == 2);
        assertThat(numbers).containsExactly(1L, 6L);
    }

    @Test
    void aLineThatAnotherProgramHoldsIsNamedAndNoneIsTaken() {
        chip.held(4, "fan-control");
        assertThatThrownBy(() -> open(9, 4, 17))
                .isInstanceOf(PinException.class)
                .hasMessageContainingAll("GPIO line chip:4", "EBUSY 16", "fan-control");
        assertThat(chip.line(9)).isNull();
        assertThat(kernel.openFiles()).isZero();
    }

    @Test
    void aLineThatTheControllerLacksIsNamed() {
        assertThatThrownBy(() -> open(9, 70))
                .isInstanceOf(PinException.class)
                .hasMessageContainingAll("chip:70", "0 to 69");
        assertThat(kernel.openFiles()).isZero();
    }

    @Test
    void anOldKernelIsNamed() {
        chip.oldKernel = true;
        assertThatThrownBy(() -> open(9, 4))
                .isInstanceOf(NotAvailableException.class)
                .hasMessageContainingAll("GPIO group chip:9,4", "older than 5.10");
    }

    @Test
    void inputsAreNotWrittenAndClosedLinesAreNotUsed() {
        LinesPort port = open(9, 4);
        port.input(Bias.DISABLED);
        assertThatThrownBy(() -> port.write(1, 1))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContainingAll("GPIO group chip:9,4", "not an output");
        port.close();
        port.close();
        List<Runnable> uses = List.of(
                port::read,
                () -> port.write(1, 1),
                () -> port.input(Bias.DISABLED),
                () -> port.output(0, false),
                () -> port.watch(true, true, 0, (line, rising, timestamp, sequence) -> {}));
        assertThat(uses)
                .allSatisfy(use -> assertThatThrownBy(use::run)
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessageContaining("is closed"));
        assertThat(chip.line(9)).isNull();
        assertThat(chip.line(4)).isNull();
    }

    @Test
    void aControllerThatIsGoneSaysSo() {
        LinesPort port = open(9, 4);
        port.input(Bias.DISABLED);
        chip.removed = true;
        assertThatThrownBy(port::read)
                .isInstanceOfSatisfying(
                        PinException.class, e -> assertThat(e.isGone()).isTrue())
                .hasMessageContaining("GPIO group chip:9,4");
    }
}
