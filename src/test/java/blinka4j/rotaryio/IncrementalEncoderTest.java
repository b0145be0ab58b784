// SPDX-License-Identifier: MIT
package blinka4j.rotaryio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import blinka4j.PinException;
import blinka4j.boards.Boards;
import blinka4j.digitalio.DigitalInOut;
import blinka4j.digitalio.Pull;
import blinka4j.microcontroller.Pin;
import blinka4j.provider.Clock;
import blinka4j.provider.GpioPort;
import blinka4j.provider.Host;
import blinka4j.provider.Line;
import blinka4j.provider.LinesPort;
import blinka4j.provider.Provider;
import blinka4j.runtime.Blinka;
import blinka4j.sim.SimBoard;
import blinka4j.sim.SimPin;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IncrementalEncoderTest {
    /** The levels of A and B, one after the other, of a turn that counts up: A changes first. */
    private static final List<String> UP = List.of("11", "01", "00", "10");

    private final SimBoard board = SimBoard.open(Boards.board("RASPBERRY_PI_4B"));
    private final SimPin a = board.pin("D17");
    private final SimPin b = board.pin("D18");
    private int phase;

    @AfterEach
    void nothingIsLeftOpen() {
        board.close();
    }

    private Pin pin(String name) {
        return board.blinka().pin(name);
    }

    private IncrementalEncoder encoder() {
        return new IncrementalEncoder(pin("D17"), pin("D18"));
    }

    private IncrementalEncoder encoder(int divisor) {
        return new IncrementalEncoder(pin("D17"), pin("D18"), divisor);
    }

    /** Turns the knob; a closed contact pulls its pin to ground. */
    private void turn(int steps) {
        for (int i = 0; i < Math.abs(steps); i++) {
            phase += Integer.signum(steps);
            String levels = UP.get(Math.floorMod(phase, 4));
            board.clock().advance(Duration.ofMillis(1));
            contact(a, levels.charAt(0) == '1');
            contact(b, levels.charAt(1) == '1');
        }
    }

    private static void contact(SimPin pin, boolean open) {
        if (open) {
            pin.release();
        } else {
            pin.drive(false);
        }
    }

    @Test
    void bothPinsHaveAPullUpAndTheEncoderStartsAtZero() {
        try (IncrementalEncoder encoder = encoder()) {
            assertThat(a.pull()).isEqualTo(Pull.UP);
            assertThat(b.pull()).isEqualTo(Pull.UP);
            assertThat(encoder.position()).isZero();
            assertThat(encoder.divisor()).isEqualTo(4);
            assertThat(encoder.illegalTransitions()).isZero();
            assertThat(encoder).hasToString("IncrementalEncoder(D17, D18)");
        }
    }

    /** As in CircuitPython's shared-module/rotaryio/IncrementalEncoder.c. */
    @ParameterizedTest
    @CsvSource({"4, 3, 0", "4, 4, 1", "4, 9, 2", "4, -4, -1", "2, 1, 0", "2, 2, 1", "2, -5, -2", "1, 1, 1", "1, -7, -7"
    })
    void thePositionChangesWithEachFourTwoOrOneSteps(int divisor, int steps, int position) {
        try (IncrementalEncoder encoder = encoder(divisor)) {
            turn(steps);
            assertThat(encoder.position()).isEqualTo(position);
            assertThat(encoder.illegalTransitions()).isZero();
        }
    }

    @Test
    void aTurnBackBeforeTheDetentCountsNothing() {
        try (IncrementalEncoder encoder = encoder()) {
            turn(3);
            turn(-3);
            turn(2);
            turn(-2);
            assertThat(encoder.position()).isZero();
            turn(-4);
            assertThat(encoder.position()).isEqualTo(-1);
        }
    }

    /** CircuitPython counts from where the encoder is when it is opened, at a detent or not. */
    @Test
    void theStepsCountFromTheStateInWhichTheEncoderWasOpened() {
        turn(2);
        try (IncrementalEncoder encoder = encoder()) {
            turn(4);
            assertThat(encoder.position()).isEqualTo(1);
            turn(-8);
            assertThat(encoder.position()).isEqualTo(-1);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void manyReversalsEndAtTheRightPosition(int divisor) {
        Random random = new Random(divisor);
        int steps = 0;
        int position = 0;
        int rest = 0;
        try (IncrementalEncoder encoder = encoder(divisor)) {
            for (int i = 0; i < 5000; i++) {
                int step = random.nextBoolean() ? 1 : -1;
                turn(step);
                steps += step;
                rest += step;
                if (Math.abs(rest) == divisor) {
                    position += rest / divisor;
                    rest = 0;
                }
            }
            assertThat(encoder.position()).isEqualTo(position);
            assertThat(encoder.illegalTransitions()).isZero();
            if (divisor == 1) {
                assertThat(encoder.position()).isEqualTo(steps);
            }
        }
    }

    @Test
    void positionAndDivisorAreSet() {
        try (IncrementalEncoder encoder = encoder()) {
            encoder.position(100);
            turn(4);
            assertThat(encoder.position()).isEqualTo(101);
            turn(3);
            encoder.position(-7);
            turn(1);
            assertThat(encoder.position()).as("the steps before still count").isEqualTo(-6);
            encoder.divisor(1);
            assertThat(encoder.divisor()).isEqualTo(1);
            turn(2);
            assertThat(encoder.position()).isEqualTo(-4);
        }
    }

    @Test
    void bothContactsMayCloseAtTheSameTime() {
        try (IncrementalEncoder encoder = encoder(1)) {
            contact(a, false);
            contact(b, false);
            // The order of the edges counts, not their time.
            assertThat(encoder.position()).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 0, -1, 5, 8})
    void anotherDivisorIsRefusedBeforeAnythingIsOpened(int divisor) {
        assertThatThrownBy(() -> encoder(divisor))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("divisor of " + divisor, "1, 2 or 4");
        assertThat(a.isHeld()).isFalse();
        try (IncrementalEncoder encoder = encoder()) {
            assertThatThrownBy(() -> encoder.divisor(divisor))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContainingAll("divisor of " + divisor, "1, 2 or 4");
            assertThat(encoder.divisor()).isEqualTo(4);
        }
    }

    @Test
    void wrongPinsAreRefused() {
        assertThatThrownBy(() -> new IncrementalEncoder(pin("D17"), pin("D17")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("D17", "twice");
        assertThatThrownBy(() -> new IncrementalEncoder(pin("D17"), null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("null");
        try (SimBoard other = SimBoard.open(Boards.board("RASPBERRY_PI_4B"))) {
            assertThatThrownBy(() ->
                            new IncrementalEncoder(pin("D17"), other.blinka().pin("D18")))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("different boards");
        }
        try (DigitalInOut led = new DigitalInOut(pin("D18"))) {
            assertThat(led.isClosed()).isFalse();
            assertThatThrownBy(this::encoder)
                    .isInstanceOf(PinException.class)
                    .hasMessageContainingAll("D18", "DigitalInOut(D18)");
        }
        assertThat(a.isHeld()).isFalse();
    }

    @Test
    void aClosedEncoderFreesItsPinsAndCountsNoMore() {
        IncrementalEncoder encoder = encoder();
        turn(4);
        encoder.close();
        encoder.close();
        assertThat(encoder.isClosed()).isTrue();
        for (SimPin pin : List.of(a, b)) {
            assertThat(pin.isHeld()).isFalse();
            assertThat(pin.pull()).isNull();
        }
        turn(4);
        List<Runnable> uses = List.of(
                encoder::position,
                () -> encoder.position(1),
                encoder::divisor,
                () -> encoder.divisor(1),
                encoder::illegalTransitions);
        assertThat(uses)
                .allSatisfy(use -> assertThatThrownBy(use::run)
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessageContainingAll("IncrementalEncoder(D17, D18) is closed", "a new IncrementalEncoder"));
    }

    /** Two lines that the test plays. */
    private static final class Lines implements LinesPort {
        private final int length;
        private final List<String> calls = new ArrayList<>();
        private long levels = 0b11;
        private @Nullable EdgeListener listener;

        Lines(int length) {
            this.length = length;
        }

        private void edge(int line, boolean rising, long timestamp, long sequence) {
            if (listener == null) {
                throw new AssertionError("the lines are not watched");
            }
            listener.edge(line, rising, timestamp, sequence);
        }

        @Override
        public String name() {
            return "lines";
        }

        @Override
        public int length() {
            return length;
        }

        @Override
        public void input(GpioPort.Bias bias) {
            calls.add("input " + bias);
        }

        @Override
        public void output(long to, boolean openDrain) {
            throw new AssertionError("an encoder has inputs");
        }

        @Override
        public long read() {
            return levels;
        }

        @Override
        public void write(long to, long mask) {
            throw new AssertionError("an encoder has inputs");
        }

        @Override
        public void watch(boolean rising, boolean falling, long debounceNanos, EdgeListener to) {
            calls.add("watch %s %s %s".formatted(rising, falling, debounceNanos));
            listener = to;
        }

        @Override
        public void unwatch() {
            calls.add("unwatch");
        }

        @Override
        public void close() {
            calls.add("close");
        }
    }

    @Test
    void theLinesOfAPortAreWatchedAndClosed() {
        Lines lines = new Lines(2);
        new IncrementalEncoder(lines).close();
        assertThat(lines.calls).containsExactly("input PULL_UP", "watch true true 0", "input DISABLED", "close");
    }

    @Test
    void aPortOfThreeLinesIsRefusedAndClosed() {
        Lines lines = new Lines(3);
        assertThatThrownBy(() -> new IncrementalEncoder(lines))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("lines has 3");
        assertThat(lines.calls).endsWith("close");
    }

    @Test
    void lostEdgesAndEdgesThatDoNotFitAreIllegalTransitions() {
        Lines lines = new Lines(2);
        try (IncrementalEncoder encoder = new IncrementalEncoder(lines)) {
            encoder.divisor(1);
            lines.edge(0, false, 10, 1);
            assertThat(encoder.position()).isEqualTo(1);
            // A second falling edge: the rising one between them came too fast.
            lines.edge(0, false, 20, 2);
            assertThat(encoder.position()).isEqualTo(1);
            assertThat(encoder.illegalTransitions()).isEqualTo(1);
            // Three edges are lost.
            lines.edge(1, false, 30, 6);
            assertThat(encoder.position()).isEqualTo(2);
            assertThat(encoder.illegalTransitions()).isEqualTo(4);
        }
    }

    @Test
    void edgesThatComeLateAreCountedInTheirOrder() {
        Lines lines = new Lines(2);
        try (IncrementalEncoder encoder = new IncrementalEncoder(lines)) {
            encoder.divisor(1);
            // In order: A falls, B falls, A rises, B rises. B comes last.
            lines.edge(0, false, 10, 1);
            lines.edge(0, true, 30, 3);
            lines.edge(1, false, 20, 2);
            lines.edge(1, true, 40, 4);
            assertThat(encoder.position()).isEqualTo(4);
            assertThat(encoder.illegalTransitions()).isZero();
        }
    }

    @Test
    void aLateEdgeDoesNotUndoAPositionThatWasSet() {
        Lines lines = new Lines(2);
        try (IncrementalEncoder encoder = new IncrementalEncoder(lines)) {
            encoder.divisor(1);
            lines.edge(0, false, 10, 1);
            lines.edge(0, true, 30, 3);
            encoder.position(100);
            lines.edge(1, false, 20, 2);
            // 1 and 3 are +1 and -1 without 2, and +1 and +1 with it.
            assertThat(encoder.position()).isEqualTo(103);
        }
    }

    @Test
    void edgesInAnyOrderWithinTheKeptOnesEndAtTheRightPosition() {
        Random random = new Random(1);
        Lines lines = new Lines(2);
        try (IncrementalEncoder encoder = new IncrementalEncoder(lines)) {
            encoder.divisor(1);
            int position = 0;
            List<long[]> waiting = new ArrayList<>();
            for (int i = 1; i <= 2000; i++) {
                int step = random.nextInt(3) == 0 ? -1 : 1;
                int before = Math.floorMod(position, 4);
                position += step;
                int after = Math.floorMod(position, 4);
                int line = UP.get(before).charAt(0) != UP.get(after).charAt(0) ? 0 : 1;
                waiting.add(new long[] {line, UP.get(after).charAt(line) == '1' ? 1 : 0, i});
                if (waiting.size() == 20 || i == 2000) {
                    while (!waiting.isEmpty()) {
                        long[] edge = waiting.remove(random.nextInt(waiting.size()));
                        lines.edge((int) edge[0], edge[1] == 1, edge[2], edge[2]);
                    }
                }
            }
            assertThat(encoder.position()).isEqualTo(position);
            assertThat(encoder.illegalTransitions()).isZero();
        }
    }

    /** A provider on the simulated board that opens only single lines. */
    private final class Singly implements Provider {
        private final Provider all = board.blinka().provider();

        @Override
        public String name() {
            return "singly";
        }

        @Override
        public Probe probe(Host host) {
            return all.probe(host);
        }

        @Override
        public Clock clock() {
            return all.clock();
        }

        @Override
        public GpioPort openGpio(Line line, String consumer) {
            return all.openGpio(line, consumer);
        }
    }

    @Test
    void aProviderWithoutGroupsCountsToo() {
        try (Blinka blinka = Blinka.open(board.definition(), new Singly());
                IncrementalEncoder encoder = new IncrementalEncoder(blinka.pin("D17"), blinka.pin("D18"))) {
            assertThat(a.pull()).isEqualTo(Pull.UP);
            turn(41);
            turn(-21);
            assertThat(encoder.position()).isEqualTo(5);
            assertThat(encoder.illegalTransitions()).isZero();
        }
        assertThat(a.isHeld()).isFalse();
        assertThat(b.isHeld()).isFalse();
    }

    @Test
    void aProviderWithoutGroupsGivesTheFirstLineBackIfTheSecondIsInUse() {
        b.heldBy("fan-control");
        try (Blinka blinka = Blinka.open(board.definition(), new Singly())) {
            assertThatThrownBy(() -> new IncrementalEncoder(blinka.pin("D17"), blinka.pin("D18")))
                    .isInstanceOf(PinException.class)
                    .hasMessageContainingAll("D18", "fan-control");
        }
        assertThat(a.isHeld()).isFalse();
    }

    @Test
    void pinsOfTwoChipsCountToo() {
        try (SimBoard two = SimBoard.open(Boards.board("BEAGLEBONE_BLACK"))) {
            List<String> names = new ArrayList<>();
            List<String> chips = new ArrayList<>();
            two.definition().pins().forEach((name, line) -> {
                if (line.isGpio() && !two.pin(name).isHeld() && !chips.contains(line.chip())) {
                    names.add(name);
                    chips.add(line.chip());
                }
            });
            assertThat(chips).hasSizeGreaterThan(1);
            try (IncrementalEncoder encoder = new IncrementalEncoder(
                    two.blinka().pin(names.get(0)), two.blinka().pin(names.get(1)))) {
                for (int i = 0; i < 2; i++) {
                    two.pin(names.get(0)).drive(false);
                    two.pin(names.get(1)).drive(false);
                    two.pin(names.get(0)).release();
                    two.pin(names.get(1)).release();
                }
                assertThat(encoder.position()).isEqualTo(2);
            }
        }
    }
}
