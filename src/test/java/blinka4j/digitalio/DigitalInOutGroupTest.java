// SPDX-License-Identifier: MIT
package blinka4j.digitalio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import blinka4j.NotAvailableException;
import blinka4j.PinException;
import blinka4j.boards.Boards;
import blinka4j.microcontroller.Pin;
import blinka4j.provider.BoardDefinition;
import blinka4j.provider.GpioPort;
import blinka4j.provider.Host;
import blinka4j.provider.Line;
import blinka4j.provider.LinesPort;
import blinka4j.provider.Provider;
import blinka4j.runtime.Blinka;
import blinka4j.sim.SimBoard;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DigitalInOutGroupTest {
    private final SimBoard board = SimBoard.open(Boards.board("RASPBERRY_PI_4B"));

    @AfterEach
    void nothingIsLeftOpen() {
        board.close();
    }

    private Pin[] pins(String... names) {
        return List.of(names).stream().map(board.blinka()::pin).toArray(Pin[]::new);
    }

    private DigitalInOutGroup group(String... names) {
        return new DigitalInOutGroup(pins(names));
    }

    @Test
    void aGroupStartsAsInputsWithoutPull() {
        try (DigitalInOutGroup group = group("D17", "D27", "D22")) {
            assertThat(group.length()).isEqualTo(3);
            assertThat(group.direction()).isEqualTo(Direction.INPUT);
            assertThat(group).hasToString("DigitalInOutGroup(D17, D27, D22)");
            assertThat(board.pin("D27").holder()).isEqualTo("blinka4j");
            assertThat(board.pin("D27").pull()).isNull();
        }
    }

    @Test
    void bitZeroIsTheFirstPin() {
        try (DigitalInOutGroup group = group("D17", "D27", "D22")) {
            board.pin("D17").drive(true);
            assertThat(group.value()).isEqualTo(0b001);
            board.pin("D22").drive(true);
            assertThat(group.value()).isEqualTo(0b101);
        }
    }

    @Test
    void theOutputsHaveTheirValueFromTheFirstMoment() {
        try (DigitalInOutGroup group = group("D17", "D27", "D22")) {
            group.switchToOutput(0b110);
            assertThat(group.direction()).isEqualTo(Direction.OUTPUT);
            assertThat(group.value()).isEqualTo(0b110);
            assertThat(board.pin("D17").history()).isEmpty();
            assertThat(board.pin("D27").history()).hasSize(1);
        }
    }

    @Test
    void allOutputsChangeAtOnce() {
        List<String> seen = new ArrayList<>();
        try (DigitalInOutGroup group = group("D17", "D27", "D22")) {
            group.switchToOutput();
            for (String pin : List.of("D17", "D22")) {
                // Each sees the new level of the other.
                board.pin(pin)
                        .onLevel(high -> seen.add("%s: %s %s"
                                .formatted(
                                        pin,
                                        board.pin("D17").level(),
                                        board.pin("D22").level())));
            }
            group.value(0b101);
            assertThat(seen).containsExactly("D17: true true", "D22: true true");
            assertThat(board.pin("D27").level()).isFalse();
        }
    }

    @Test
    void aMaskLeavesTheOtherOutputsAsTheyAre() {
        try (DigitalInOutGroup group = group("D17", "D27", "D22")) {
            group.switchToOutput(0b011);
            group.value(0b100, 0b110);
            assertThat(group.value()).isEqualTo(0b101);
            group.value(0b111, 0);
            assertThat(group.value()).isEqualTo(0b101);
        }
    }

    @Test
    void aPullIsOnAllInputs() {
        try (DigitalInOutGroup group = group("D17", "D27")) {
            group.switchToInput(Pull.UP);
            assertThat(group.value()).isEqualTo(0b11);
            group.switchToInput(Pull.DOWN);
            assertThat(group.value()).isZero();
            group.switchToInput();
            assertThat(board.pin("D17").pull()).isNull();
        }
    }

    @Test
    void openDrainOutputsPullLowOrLetGo() {
        try (DigitalInOutGroup group = group("D17", "D27")) {
            board.pin("D17").drive(false);
            board.pin("D27").resistor(Pull.UP);
            group.switchToOutput(0b11, DriveMode.OPEN_DRAIN);
            assertThat(group.value()).isEqualTo(0b10);
            group.value(0);
            assertThat(group.value()).isZero();
        }
    }

    @Test
    void aClosedGroupDrivesNothingAndItsPinsAreFree() {
        DigitalInOutGroup group = group("D17", "D27");
        group.switchToOutput(0b11);
        assertThat(group.isClosed()).isFalse();
        group.close();
        group.close();
        assertThat(group.isClosed()).isTrue();
        for (String pin : List.of("D17", "D27")) {
            assertThat(board.pin(pin).isHeld()).isFalse();
            assertThat(board.pin(pin).isOutput()).isFalse();
        }
        List<Runnable> uses = List.of(
                group::value, () -> group.value(1), group::direction, group::switchToInput, group::switchToOutput);
        assertThat(uses)
                .allSatisfy(use -> assertThatThrownBy(use::run)
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessageContainingAll("DigitalInOutGroup(D17, D27) is closed", "a new DigitalInOutGroup"));
    }

    @Test
    void theBoardClosesItsGroups() {
        SimBoard other = SimBoard.open(Boards.board("RASPBERRY_PI_4B")).lenient();
        DigitalInOutGroup group =
                new DigitalInOutGroup(other.blinka().pin("D4"), other.blinka().pin("D5"));
        other.close();
        assertThat(group.isClosed()).isTrue();
        assertThatThrownBy(group::value)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("is closed, with all of");
    }

    @Test
    void inputsAreNotWritten() {
        try (DigitalInOutGroup group = group("D17", "D27")) {
            assertThatThrownBy(() -> group.value(1))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContainingAll("DigitalInOutGroup(D17, D27)", "inputs", "switchToOutput");
        }
    }

    @Test
    void bitsAboveTheLastPinAreRefused() {
        try (DigitalInOutGroup group = group("D17", "D27")) {
            group.switchToOutput();
            List<Runnable> uses = List.of(
                    () -> group.value(4),
                    () -> group.value(-1),
                    () -> group.value(1, 8),
                    () -> group.switchToOutput(4));
            assertThat(uses)
                    .allSatisfy(use -> assertThatThrownBy(use::run)
                            .isInstanceOf(IllegalArgumentException.class)
                            .hasMessageContainingAll("DigitalInOutGroup(D17, D27)", "0 to 0x3"));
            assertThat(group.value()).isZero();
        }
    }

    @Test
    void wrongPinsAreRefusedBeforeAnyIsTaken() {
        assertThatThrownBy(this::group)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("0 pins", "1 to 64");
        Pin[] many = IntStream.range(0, 65).mapToObj(i -> pins("D4")[0]).toArray(Pin[]::new);
        assertThatThrownBy(() -> new DigitalInOutGroup(many))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("65 pins", "1 to 64");
        assertThatThrownBy(() -> group("D17", "D27", "D17"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("D17", "twice");
        assertThatThrownBy(() -> new DigitalInOutGroup(pins("D17")[0], null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("null");
        assertThatThrownBy(() -> group("D17", "D99"))
                .isInstanceOf(PinException.class)
                .hasMessageContaining("no pin 'D99'");
        try (SimBoard other = SimBoard.open(Boards.board("RASPBERRY_PI_4B"))) {
            assertThatThrownBy(() ->
                            new DigitalInOutGroup(pins("D17")[0], other.blinka().pin("D27")))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContainingAll("D17", "D27", "different boards");
        }
        assertThat(board.pin("D17").isHeld()).isFalse();
    }

    @Test
    void pinsOfTwoChipsAreRefusedAndNamed() {
        try (SimBoard two = SimBoard.open(Boards.board("BEAGLEBONE_BLACK"))) {
            BoardDefinition definition = two.definition();
            List<String> names = new ArrayList<>();
            List<String> chips = new ArrayList<>();
            definition.pins().forEach((name, line) -> {
                if (line.isGpio() && !chips.contains(line.chip())) {
                    names.add(name);
                    chips.add(line.chip());
                }
            });
            assertThat(chips).as("chips of the board").hasSizeGreaterThan(1);
            assertThatThrownBy(() -> new DigitalInOutGroup(
                            two.blinka().pin(names.get(0)), two.blinka().pin(names.get(1))))
                    .isInstanceOf(PinException.class)
                    .hasMessageContainingAll(names.get(0), names.get(1), chips.get(0), chips.get(1), "one GPIO chip");
        }
    }

    @Test
    void aPinInUseIsNamedWithItsUser() {
        try (DigitalInOut led = new DigitalInOut(board.blinka().pin("D27"))) {
            assertThat(led.isClosed()).isFalse();
            assertThatThrownBy(() -> group("D17", "D27"))
                    .isInstanceOf(PinException.class)
                    .hasMessageContainingAll("D27", "DigitalInOut(D27)");
        }
        board.pin("D27").heldBy("fan-control");
        assertThatThrownBy(() -> group("D17", "D27"))
                .isInstanceOf(PinException.class)
                .hasMessageContainingAll("D27", "fan-control");
        assertThat(board.pin("D17").isHeld()).isFalse();
        board.pin("D27").heldBy(null);
        try (DigitalInOutGroup group = group("D17", "D27")) {
            assertThatThrownBy(() -> new DigitalInOut(board.blinka().pin("D27")))
                    .isInstanceOf(PinException.class)
                    .hasMessageContaining(group.toString());
        }
    }

    @Test
    void aProviderWithoutGroupsSaysSo() {
        Provider old = new Provider() {
            @Override
            public String name() {
                return "old";
            }

            @Override
            public Probe probe(Host host) {
                return new Probe.Usable(1);
            }
        };
        try (Blinka blinka = Blinka.open(board.definition(), old)) {
            assertThatThrownBy(() -> new DigitalInOutGroup(blinka.pin("D17"), blinka.pin("D27")))
                    .isInstanceOf(NotAvailableException.class)
                    .hasMessageContainingAll("'old'", "groups of lines", "BLINKA_PROVIDER");
        }
    }

    @Test
    void twoThreadsWriteTheirOwnPins() throws InterruptedException {
        try (DigitalInOutGroup group = group("D17", "D27")) {
            group.switchToOutput();
            CountDownLatch start = new CountDownLatch(1);
            List<Thread> threads = new ArrayList<>();
            for (int bit : new int[] {1, 2}) {
                Thread thread = new Thread(() -> {
                    try {
                        start.await();
                    } catch (InterruptedException e) {
                        return;
                    }
                    for (int i = 1; i <= 999; i++) {
                        group.value(i % 2 == 1 ? bit : 0, bit);
                    }
                });
                thread.start();
                threads.add(thread);
            }
            start.countDown();
            for (Thread thread : threads) {
                thread.join();
            }
            assertThat(group.value()).isEqualTo(0b11);
            assertThat(board.pin("D17").history()).hasSize(999);
            assertThat(board.pin("D27").history()).hasSize(999);
        }
    }

    @Test
    void edgesOfAllLinesOfAPortComeInOrder() {
        List<Line> lines = List.of("D17", "D27").stream()
                .map(name -> board.definition().pins().get(name))
                .toList();
        List<String> edges = new ArrayList<>();
        try (LinesPort port = board.blinka().provider().openLines(lines, "test")) {
            port.input(GpioPort.Bias.DISABLED);
            port.watch(
                    true,
                    true,
                    0,
                    (line, rising, timestamp, sequence) ->
                            edges.add("%s %s %s %s".formatted(line, rising, timestamp, sequence)));
            board.pin("D27").drive(true);
            board.clock().advance(Duration.ofNanos(5));
            board.pin("D17").drive(true);
            board.pin("D27").drive(false);
            assertThat(edges).containsExactly("1 true 0 1", "0 true 5 2", "1 false 5 3");
            port.unwatch();
            board.pin("D27").drive(true);
            port.watch(false, true, 0, (line, rising, timestamp, sequence) -> edges.add(line + " " + sequence));
            board.pin("D17").drive(false);
            assertThat(edges).endsWith("1 false 5 3", "0 1");
            board.pin("D17").release();
            board.pin("D27").release();
            edges.clear();
            port.output(0b11, false);
            port.output(0, false);
            port.input(GpioPort.Bias.PULL_UP);
            assertThat(edges).as("an output ends the watch").isEmpty();
        }
    }
}
