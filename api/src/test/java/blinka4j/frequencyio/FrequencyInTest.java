// SPDX-License-Identifier: MIT
package blinka4j.frequencyio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import blinka4j.NotAvailableException;
import blinka4j.PinException;
import blinka4j.fake.FakeGpio;
import blinka4j.fake.FakeProvider;
import blinka4j.hardware.Hardware;
import blinka4j.microcontroller.Pin;
import blinka4j.provider.GpioPort;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FrequencyInTest {
    private static final long MILLI = 1_000_000;

    private final FakeProvider provider = new FakeProvider();
    private final Hardware hardware = Hardware.open(FakeProvider.BOARD, provider);
    private final Pin d4 = new Pin("D4", hardware);
    private long sequence;

    private FakeGpio line() {
        return provider.lines.get(0);
    }

    /** The first edge comes at once. */
    private void edges(int count, long periodNanos) {
        for (int i = 0; i < count; i++) {
            if (i > 0) {
                provider.clock.advance(periodNanos);
            }
            edge();
        }
    }

    private void edge() {
        line().listener.edge(true, provider.clock.nanos(), ++sequence);
    }

    /** CircuitPython's {@code FrequencyIn(pin, capture_period=10)}. */
    @Test
    void withoutArgumentsTheCapturePeriodIs10Ms() {
        try (FrequencyIn in = new FrequencyIn(d4)) {
            assertThat(in.capturePeriod()).isEqualTo(10);
            assertThat(in.value()).isZero();
            assertThat(in.isClosed()).isFalse();
            assertThat(in).hasToString("FrequencyIn(D4)");
            assertThat(line().calls).containsExactly("input(DISABLED)", "watch(rising=true, falling=false, 0 ns)");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "1000000, 1000",
        "10000, 100000",
        "333333, 3000.003",
        "20000000, 50",
        "250000000, 4",
        "1000000000, 1",
    })
    void theFrequencyComesFromTheTimesOfTheEdges(long periodNanos, double hertz) {
        try (FrequencyIn in = new FrequencyIn(d4)) {
            edges((int) (20 * MILLI / periodNanos) + 3, periodNanos);
            assertThat(in.value()).isCloseTo(hertz, within(hertz / 1e6));
        }
    }

    @Test
    void theValueIsThatOfTheLastCapturePeriodThatHasEnded() {
        try (FrequencyIn in = new FrequencyIn(d4, 10)) {
            edges(10, MILLI);
            assertThat(in.value()).isZero();
            provider.clock.advance(MILLI);
            edge();
            assertThat(in.value()).isEqualTo(1000);
            // The next 10 ms have 20 edges.
            for (int i = 0; i < 19; i++) {
                provider.clock.advance(MILLI / 2);
                edge();
                assertThat(in.value()).isEqualTo(1000);
            }
            provider.clock.advance(MILLI / 2);
            edge();
            assertThat(in.value()).isEqualTo(2000);
        }
    }

    @Test
    void edgesThatTheKernelLostAreCounted() {
        try (FrequencyIn in = new FrequencyIn(d4, 10)) {
            edge();
            provider.clock.advance(4 * MILLI);
            sequence += 3;
            edge();
            provider.clock.advance(6 * MILLI);
            sequence += 5;
            edge();
            assertThat(in.value()).isEqualTo(1000);
        }
    }

    @Test
    void theValueIs0WhenNoEdgesCome() {
        try (FrequencyIn in = new FrequencyIn(d4, 10)) {
            edges(11, MILLI);
            provider.clock.advance(10 * MILLI);
            assertThat(in.value()).isEqualTo(1000);
            provider.clock.advance(1);
            assertThat(in.value()).isZero();
        }
    }

    /** The period of a slow signal is longer than the capture period, but the signal has not ended. */
    @Test
    void aSlowSignalHasItsValueForTwoOfItsPeriods() {
        try (FrequencyIn in = new FrequencyIn(d4, 10)) {
            edges(3, 100 * MILLI);
            assertThat(in.value()).isEqualTo(10);
            provider.clock.advance(200 * MILLI);
            assertThat(in.value()).isEqualTo(10);
            provider.clock.advance(1);
            assertThat(in.value()).isZero();
        }
    }

    @Test
    void aPauseOfTheSignalIsNotAPeriod() {
        try (FrequencyIn in = new FrequencyIn(d4, 10)) {
            edges(11, MILLI);
            provider.clock.advance(600 * MILLI);
            edges(10, MILLI);
            assertThat(in.value()).isZero();
            provider.clock.advance(MILLI);
            edge();
            assertThat(in.value()).isEqualTo(1000);
        }
    }

    @Test
    void aSignalBelow1HzIsNone() {
        try (FrequencyIn in = new FrequencyIn(d4, 10)) {
            edges(4, 1_000_000_001);
            assertThat(in.value()).isZero();
        }
    }

    @Test
    void pauseKeepsTheValueAndResumeContinues() {
        try (FrequencyIn in = new FrequencyIn(d4, 10)) {
            edges(11, MILLI);
            in.pause();
            assertThat(line().listener).isNull();
            provider.clock.advance(5000 * MILLI);
            assertThat(in.value()).isEqualTo(1000);

            in.resume();
            assertThat(line().calls).endsWith("watch(rising=true, falling=false, 0 ns)");
            // The kernel counts from 1 again, and the pause belongs to no period.
            sequence = 0;
            edges(21, MILLI / 2);
            assertThat(in.value()).isEqualTo(2000);
        }
    }

    /** While no capture period of the new signal has ended, nothing is known of it. */
    @Test
    void aSignalAfterALongSilenceDoesNotHaveTheFrequencyFromBefore() {
        try (FrequencyIn in = new FrequencyIn(d4, 10)) {
            edges(11, MILLI);
            in.pause();
            provider.clock.advance(5000 * MILLI);
            in.resume();
            sequence = 0;
            assertThat(in.value()).isZero();
            edges(2, MILLI / 2);
            assertThat(in.value()).isZero();
            provider.clock.advance(MILLI / 2);
            edges(20, MILLI / 2);
            assertThat(in.value()).isEqualTo(2000);

            provider.clock.advance(5000 * MILLI);
            in.capturePeriod(20);
            assertThat(in.value()).isZero();
            edges(2, MILLI);
            assertThat(in.value()).isZero();
        }
    }

    @Test
    void resumeWithoutAPauseLosesNothingButTheCapturePeriod() {
        try (FrequencyIn in = new FrequencyIn(d4, 10)) {
            edges(6, MILLI);
            in.resume();
            sequence = 0;
            provider.clock.advance(MILLI);
            edges(10, MILLI);
            assertThat(in.value()).isZero();
            provider.clock.advance(MILLI);
            edge();
            assertThat(in.value()).isEqualTo(1000);
        }
    }

    @Test
    void clearMakesTheValue0UntilTheNextCapturePeriodHasEnded() {
        try (FrequencyIn in = new FrequencyIn(d4, 10)) {
            edges(11, MILLI);
            assertThat(in.value()).isEqualTo(1000);
            in.clear();
            assertThat(in.value()).isZero();
            provider.clock.advance(MILLI);
            edges(11, MILLI);
            assertThat(in.value()).isEqualTo(1000);
        }
    }

    @Test
    void theCapturePeriodCanBeChanged() {
        try (FrequencyIn in = new FrequencyIn(d4, 500)) {
            edges(400, MILLI);
            assertThat(in.value()).isZero();
            in.capturePeriod(1);
            assertThat(in.capturePeriod()).isEqualTo(1);
            edges(2, MILLI);
            assertThat(in.value()).isEqualTo(1000);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 501, Integer.MIN_VALUE, Integer.MAX_VALUE})
    void aCapturePeriodOutOfRangeIsRefusedBeforeThePinIsOpened(int millis) {
        String[] words = {"capture period", millis + " ms", "1 to 500"};
        assertThatThrownBy(() -> new FrequencyIn(d4, millis))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll(words);
        FakeGpio port = new FakeGpio();
        assertThatThrownBy(() -> new FrequencyIn(port, millis)).isInstanceOf(IllegalArgumentException.class);
        assertThat(provider.opened).isEmpty();
        assertThat(port.calls).isEmpty();

        try (FrequencyIn in = new FrequencyIn(d4, 20)) {
            assertThatThrownBy(() -> in.capturePeriod(millis))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContainingAll(words);
            assertThat(in.capturePeriod()).isEqualTo(20);
        }
    }

    @Test
    void aMissingPinIsRefused() {
        assertThatThrownBy(() -> new FrequencyIn(null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("pin of FrequencyIn", "null");
        assertThatThrownBy(() -> new FrequencyIn((GpioPort) null, 10))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("FrequencyIn", "port", "null");
        assertThatThrownBy(() -> new FrequencyIn(new Pin("D99", hardware)))
                .isInstanceOf(PinException.class)
                .hasMessageContaining("D99");
        assertThat(provider.opened).isEmpty();
    }

    @Test
    void aPinThatCannotBeWatchedIsFreeAgain() {
        FakeGpio unwatchable = new FakeGpio() {
            @Override
            public void watch(boolean rising, boolean falling, long debounceNanos, EdgeListener edges) {
                throw new NotAvailableException("its controller has no interrupt");
            }
        };
        assertThatThrownBy(() -> new FrequencyIn(unwatchable, 10))
                .isInstanceOf(NotAvailableException.class)
                .hasMessageContaining("no interrupt");
        assertThat(unwatchable.closed).isTrue();
    }

    @Test
    void aClosedInputFreesThePinAndSaysSo() {
        FrequencyIn in = new FrequencyIn(d4);
        in.close();
        in.close();

        assertThat(in.isClosed()).isTrue();
        assertThat(line().closed).isTrue();
        assertThat(line().listener).isNull();
        assertThatThrownBy(in::value)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContainingAll("FrequencyIn(D4)", "closed", "new FrequencyIn");
        assertThatThrownBy(in::pause).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(in::resume).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(in::clear).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(in::capturePeriod).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> in.capturePeriod(5)).isInstanceOf(IllegalStateException.class);
        assertThat(hardware.stillOpen()).isEmpty();
    }

    @Test
    void anInputWhoseLineIsGoneHasNoFrequencyAndIsClosedWithoutAComplaint() {
        FrequencyIn in = new FrequencyIn(d4);
        edges(11, MILLI);
        line().fail(PinException.gone("the controller was unplugged"));
        provider.clock.advance(1000 * MILLI);

        assertThat(in.value()).isZero();
        in.close();
        assertThat(line().closed).isTrue();
    }

    @Test
    void threadsMayPauseAndReadWhileEdgesCome() throws Exception {
        try (FrequencyIn in = new FrequencyIn(d4, 1)) {
            Thread pauser = new Thread(() -> {
                for (int i = 0; i < 1000; i++) {
                    in.pause();
                    in.resume();
                }
            });
            pauser.start();
            while (pauser.isAlive()) {
                GpioPort.EdgeListener now = line().listener;
                if (now != null) {
                    now.edge(true, MILLI, 1);
                    now.edge(true, 2 * MILLI, 2);
                }
                assertThat(in.value()).isBetween(0.0, 1000.0);
            }
            pauser.join();
            in.clear();
            sequence = 0;
            provider.clock.advance(3 * MILLI);
            in.resume();
            edges(3, MILLI);
            assertThat(in.value()).isEqualTo(1000);
        }
    }
}
