// SPDX-License-Identifier: MIT
package blinka4j.countio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import blinka4j.NotAvailableException;
import blinka4j.PinException;
import blinka4j.digitalio.DigitalInOut;
import blinka4j.digitalio.Edge;
import blinka4j.digitalio.Pull;
import blinka4j.fake.FakeGpio;
import blinka4j.fake.FakeProvider;
import blinka4j.hardware.Hardware;
import blinka4j.microcontroller.Pin;
import blinka4j.provider.GpioPort;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CounterTest {
    private final FakeProvider provider = new FakeProvider();
    private final Hardware hardware = Hardware.open(FakeProvider.BOARD, provider);
    private final Pin d4 = new Pin("D4", hardware);
    private final FakeGpio line = new FakeGpio();

    private static void edges(FakeGpio line, int first, int last) {
        for (int i = first; i <= last; i++) {
            line.listener.edge(false, 1_000L * i, i);
        }
    }

    /** CircuitPython's {@code Counter(pin, *, edge=Edge.FALL, pull=None)}. */
    @Test
    void withoutArgumentsACounterCountsFallingEdgesWithoutPull() {
        try (Counter counter = new Counter(d4)) {
            assertThat(counter.count()).isZero();
            assertThat(counter.isClosed()).isFalse();
            assertThat(counter).hasToString("Counter(D4)");
            assertThat(provider.lines.get(0).calls)
                    .containsExactly("input(DISABLED)", "watch(rising=false, falling=true, 0 ns)");
            edges(provider.lines.get(0), 1, 3);
            assertThat(counter.count()).isEqualTo(3);
        }
    }

    /** CircuitPython's {@code Edge.RISE}, {@code FALL} and {@code RISE_AND_FALL}. */
    @ParameterizedTest
    @CsvSource({
        "RISING, , 'input(DISABLED)', 'watch(rising=true, falling=false, 0 ns)'",
        "FALLING, UP, 'input(PULL_UP)', 'watch(rising=false, falling=true, 0 ns)'",
        "BOTH, DOWN, 'input(PULL_DOWN)', 'watch(rising=true, falling=true, 0 ns)'",
    })
    void aCounterCountsTheEdgesThatItWasAskedForWithThatPull(Edge edge, Pull pull, String input, String watch) {
        try (Counter counter = new Counter(d4, edge, pull);
                Counter other = new Counter(line, edge, pull)) {
            assertThat(counter.count() + other.count()).isZero();
            assertThat(provider.lines.get(0).calls).containsExactly(input, watch);
            assertThat(line.calls).containsExactly(input, watch);
        }
    }

    @Test
    void aCounterWithoutPullHasNoneWithAnyEdge() {
        try (Counter counter = new Counter(d4, Edge.RISING)) {
            assertThat(counter.count()).isZero();
            assertThat(provider.lines.get(0).calls)
                    .containsExactly("input(DISABLED)", "watch(rising=true, falling=false, 0 ns)");
        }
    }

    @Test
    void edgesThatTheKernelLostAreCounted() {
        try (Counter counter = new Counter(line, Edge.FALLING, null)) {
            // The first two were lost.
            line.listener.edge(false, 1000, 3);
            assertThat(counter.count()).isEqualTo(3);
            line.listener.edge(false, 2000, 4);
            assertThat(counter.count()).isEqualTo(4);
            line.listener.edge(false, 3000, 5_000_000_000L);
            assertThat(counter.count()).isEqualTo(5_000_000_000L);
        }
    }

    @Test
    void theCountCanBeSetAndReset() {
        try (Counter counter = new Counter(line, Edge.FALLING, null)) {
            edges(line, 1, 2);
            counter.count(-100);
            assertThat(counter.count()).isEqualTo(-100);
            edges(line, 3, 3);
            assertThat(counter.count()).isEqualTo(-99);
            counter.reset();
            assertThat(counter.count()).isZero();
            edges(line, 4, 5);
            assertThat(counter.count()).isEqualTo(2);
        }
    }

    @Test
    void aThreadThatResetsTheCountLosesNoEdgeAfterThat() throws Exception {
        try (Counter counter = new Counter(line, Edge.FALLING, null)) {
            Thread kernel = new Thread(() -> edges(line, 1, 100_000));
            kernel.start();
            while (kernel.isAlive()) {
                counter.reset();
                assertThat(counter.count()).isNotNegative();
            }
            kernel.join();
            counter.reset();
            edges(line, 100_001, 100_007);
            assertThat(counter.count()).isEqualTo(7);
        }
    }

    private void refused(ThrowingCallable opening, Class<? extends Exception> type, String... words) {
        assertThatThrownBy(opening).isInstanceOf(type).hasMessageContainingAll(words);
        assertThat(provider.opened).isEmpty();
    }

    @Test
    void aMissingArgumentIsRefusedBeforeThePinIsOpened() {
        refused(() -> new Counter(null), IllegalArgumentException.class, "pin of Counter", "null");
        refused(() -> new Counter(d4, null), IllegalArgumentException.class, "edge", "null", "Edge.FALLING");
        refused(
                () -> new Counter((GpioPort) null, Edge.RISING, null),
                IllegalArgumentException.class,
                "Counter",
                "port",
                "null",
                "new Counter(");
        refused(() -> new Counter(line, null, null), IllegalArgumentException.class, "edge", "null");
        assertThat(line.calls).isEmpty();
        refused(() -> new Counter(new Pin("D99", hardware)), PinException.class, "D99");
    }

    @Test
    void aPinIsInUseByOneCounter() {
        try (Counter counter = new Counter(d4)) {
            assertThatThrownBy(() -> new Counter(d4))
                    .isInstanceOf(PinException.class)
                    .hasMessageContainingAll("D4", "already open as Counter(D4)");
            assertThat(counter.count()).isZero();
        }
        try (DigitalInOut pin = new DigitalInOut(d4)) {
            assertThatThrownBy(() -> new Counter(d4))
                    .isInstanceOf(PinException.class)
                    .hasMessageContaining("already open as DigitalInOut(D4)");
            assertThat(pin.isClosed()).isFalse();
        }
    }

    @Test
    void aPinThatCannotBeWatchedIsFreeAgain() {
        line.fail(new NotAvailableException("no such pull"));
        assertThatThrownBy(() -> new Counter(line, Edge.FALLING, Pull.UP)).isInstanceOf(NotAvailableException.class);
        assertThat(line.closed).isTrue();

        FakeGpio unwatchable = new FakeGpio() {
            @Override
            public void watch(boolean rising, boolean falling, long debounceNanos, EdgeListener edges) {
                throw new NotAvailableException("its controller has no interrupt");
            }
        };
        assertThatThrownBy(() -> new Counter(unwatchable, Edge.FALLING, null))
                .isInstanceOf(NotAvailableException.class)
                .hasMessageContaining("no interrupt");
        assertThat(unwatchable.closed).isTrue();
    }

    @Test
    void aClosedCounterFreesThePinAndSaysSo() {
        Counter counter = new Counter(d4, Edge.FALLING, Pull.UP);
        FakeGpio opened = provider.lines.get(0);
        counter.close();
        counter.close();

        assertThat(counter.isClosed()).isTrue();
        assertThat(opened.calls).containsSubsequence("input(PULL_UP)", "input(DISABLED)", "close()");
        assertThat(opened.listener).isNull();
        String[] words = {"Counter(D4)", "closed", "new Counter"};
        assertThatThrownBy(counter::count)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContainingAll(words);
        assertThatThrownBy(() -> counter.count(1)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(counter::reset).isInstanceOf(IllegalStateException.class);
        assertThat(hardware.stillOpen()).isEmpty();
        new Counter(d4).close();
    }

    @Test
    void aCounterIsClosedWithItsBoard() {
        Counter counter = new Counter(d4);
        hardware.close();

        assertThat(counter.isClosed()).isTrue();
        assertThatThrownBy(counter::count)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContainingAll("Counter(D4)", "closed", "Blinka.open");
    }

    @Test
    void aCounterWhoseLineIsGoneKeepsItsCountAndIsClosedWithoutAComplaint() {
        Counter counter = new Counter(d4);
        FakeGpio opened = provider.lines.get(0);
        edges(opened, 1, 9);
        opened.fail(PinException.gone("the controller was unplugged"));

        assertThat(counter.count()).isEqualTo(9);
        counter.close();
        assertThat(opened.closed).isTrue();
    }
}
