// SPDX-License-Identifier: MIT
package blinka4j.pulseio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import blinka4j.PinException;
import blinka4j.digitalio.DigitalInOut;
import blinka4j.fake.FakeGpio;
import blinka4j.fake.FakeProvider;
import blinka4j.hardware.Hardware;
import blinka4j.microcontroller.Pin;
import blinka4j.provider.GpioPort.EdgeListener;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PulseInTest {
    private static final boolean RISING = true;
    private static final boolean FALLING = false;

    private final FakeProvider provider = new FakeProvider();
    private final Hardware hardware = Hardware.open(FakeProvider.BOARD, provider);
    private final Pin d4 = new Pin("D4", hardware);
    private final FakeGpio line = new FakeGpio();
    private long sequence;

    private void edge(boolean rising, double micros) {
        line.listener.edge(rising, Math.round(micros * 1000), ++sequence);
    }

    /** Edges that take turns, the first at 1 s and away from the idle state. */
    private void frame(boolean idleState, int... lengths) {
        double now = 1_000_000;
        boolean rising = !idleState;
        edge(rising, now);
        for (int length : lengths) {
            now += length;
            rising = !rising;
            edge(rising, now);
        }
    }

    private static List<Integer> all(PulseIn pulses) {
        return IntStream.range(0, pulses.length()).map(pulses::get).boxed().toList();
    }

    /** CircuitPython's {@code PulseIn(pin, maxlen=2, *, idle_state=False)}. */
    @Test
    void withoutArgumentsTheLastTwoPulsesOfALineThatIsIdleAtLowAreRecorded() {
        PulseIn pulses = new PulseIn(d4);

        assertThat(pulses.maxlen()).isEqualTo(2);
        assertThat(pulses.paused()).isFalse();
        assertThat(pulses.isEmpty()).isTrue();
        assertThat(pulses.isClosed()).isFalse();
        assertThat(pulses).hasToString("PulseIn(D4)");
        assertThat(provider.lines.get(0).calls)
                .containsExactly("input(DISABLED)", "watch(rising=true, falling=true, 0 ns)");
        EdgeListener listener = provider.lines.get(0).listener;
        listener.edge(FALLING, 1_000_000, 1);
        listener.edge(RISING, 2_000_000, 2);
        listener.edge(FALLING, 2_080_000, 3);
        assertThat(all(pulses)).containsExactly(80);
    }

    @Test
    void theFirstPulseBeginsWhenTheLineLeavesItsIdleState() {
        PulseIn pulses = new PulseIn(line, 10, true);

        edge(RISING, 5);
        assertThat(pulses.isEmpty()).isTrue();
        edge(FALLING, 100);
        edge(RISING, 180);
        edge(FALLING, 261);

        assertThat(all(pulses)).containsExactly(80, 81);
    }

    /** The length of the kernel's timestamps in ns, to the nearest µs. */
    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "499, 0",
        "500, 1",
        "26499, 26",
        "65534499, 65534",
        "65534500, 65535",
        "65535000, 65535",
        "65536000, 65535",
        "10000000000000, 65535",
    })
    void aPulseIsTheNearestNumberOfMicrosecondsAndAtMost65535(long nanos, int micros) {
        PulseIn pulses = new PulseIn(line);
        line.listener.edge(RISING, 7_000_000_123L, 1);
        line.listener.edge(FALLING, 7_000_000_123L + nanos, 2);

        assertThat(pulses.popleft()).isEqualTo(micros);
    }

    @Test
    void theOldestPulseIsDroppedWhenTheQueueIsFull() {
        PulseIn pulses = new PulseIn(line, 3, false);

        frame(false, 1, 2, 3, 4, 5, 6, 7);
        assertThat(all(pulses)).containsExactly(5, 6, 7);
        assertThat(pulses.length()).isEqualTo(3);

        assertThat(pulses.popleft()).isEqualTo(5);
        assertThat(pulses.popleft()).isEqualTo(6);
        assertThat(all(pulses)).containsExactly(7);
        pulses.clear();
        assertThat(pulses.isEmpty()).isTrue();
        // The eighth pulse has begun before.
        edge(RISING, 1_000_028 + 8);
        assertThat(all(pulses)).containsExactly(8);
    }

    /** CircuitPython takes an index below 0; Blinka does not. */
    @Test
    void anIndexBelowZeroCountsFromTheNewest() {
        PulseIn pulses = new PulseIn(line, 3, false);
        frame(false, 1, 2, 3, 4, 5);

        assertThat(pulses.get(-1)).isEqualTo(5);
        assertThat(pulses.get(-3)).isEqualTo(3);
        for (int index : new int[] {3, -4, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
            assertThatThrownBy(() -> pulses.get(index))
                    .isInstanceOf(IndexOutOfBoundsException.class)
                    .hasMessageContaining(String.valueOf(index))
                    .hasMessageContaining("-3 to 2");
        }
    }

    /** Python's {@code IndexError}. */
    @Test
    void anEmptyQueueHasNothingToRemove() {
        PulseIn pulses = new PulseIn(line);

        assertThatThrownBy(pulses::popleft)
                .isInstanceOf(IndexOutOfBoundsException.class)
                .hasMessageContaining("no pulse");
        assertThatThrownBy(() -> pulses.get(0)).isInstanceOf(IndexOutOfBoundsException.class);
        frame(false, 1);
        assertThat(pulses.popleft()).isEqualTo(1);
        assertThatThrownBy(pulses::popleft).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void aPauseKeepsThePulsesAndDropsTheOneThatLasts() {
        PulseIn pulses = new PulseIn(line, 10, false);
        frame(false, 11, 12);
        EdgeListener before = line.listener;

        pulses.pause();

        assertThat(pulses.paused()).isTrue();
        assertThat(line.listener).as("no edge is watched").isNull();
        // An edge that was on its way to the listener.
        before.edge(FALLING, 2_000_000_000, 4);
        assertThat(all(pulses)).containsExactly(11, 12);

        pulses.pause();
        pulses.resume();
        assertThat(pulses.paused()).isFalse();
        sequence = 0;
        edge(FALLING, 5_000_000);
        edge(RISING, 6_000_000);
        edge(FALLING, 6_000_013);
        assertThat(all(pulses)).containsExactly(11, 12, 13);
        before.edge(RISING, 7_000_000_000L, 5);
        assertThat(all(pulses)).containsExactly(11, 12, 13);
    }

    @Test
    void resumeWithoutAPauseBeginsAnew() {
        PulseIn pulses = new PulseIn(line, 10, true);
        frame(true, 11);
        // The line is idle.
        pulses.resume();
        sequence = 0;
        edge(FALLING, 3_000_000);
        edge(RISING, 3_000_014);

        assertThat(all(pulses)).containsExactly(11, 14);
    }

    /** CircuitPython waits for so many µs; Blinka's helper takes whole ms, so that 80 µs are none. */
    @ParameterizedTest
    @ValueSource(ints = {1, 80, 18_000, 65_535})
    void aTriggerDrivesTheLineAwayFromItsIdleStateForSoManyMicroseconds(int micros) {
        PulseIn pulses = new PulseIn(d4, 81, true);
        FakeGpio gpio = provider.lines.get(0);
        pulses.pause();
        gpio.calls.clear();

        pulses.resume(micros);

        assertThat(gpio.calls)
                .containsExactly(
                        "unwatch()",
                        "output(false, openDrain=false)",
                        "input(DISABLED)",
                        "watch(rising=true, falling=true, 0 ns)");
        assertThat(provider.clock.waits).containsExactly("delay " + micros * 1000L);
        assertThat(pulses.paused()).isFalse();
        assertThat(pulses.isEmpty()).as("the trigger is not recorded").isTrue();
    }

    @Test
    void aTriggerOfALineThatIsLowWhenIdleIsHigh() {
        PulseIn pulses = new PulseIn(line);
        line.calls.clear();

        pulses.resume(10);

        assertThat(line.calls).contains("output(true, openDrain=false)");
    }

    @Test
    void aTriggerOfZeroIsNone() {
        PulseIn pulses = new PulseIn(d4);
        FakeGpio gpio = provider.lines.get(0);
        gpio.calls.clear();

        pulses.resume(0);

        assertThat(gpio.calls).containsExactly("unwatch()", "watch(rising=true, falling=true, 0 ns)");
        assertThat(provider.clock.waits).isEmpty();
    }

    /** Edges 3 and 4 of the line come too fast. Edge 5 ends a pulse of the same kind as edge 3 would have. */
    @Test
    void aPulseWithLostEdgesHasTheGreatestLength() {
        PulseIn pulses = new PulseIn(line, 10, false);
        frame(false, 11);
        sequence += 2;
        edge(RISING, 1_000_100);
        edge(FALLING, 1_000_112);

        assertThat(all(pulses)).containsExactly(11, 65535, 12);
    }

    /** With an odd number of lost edges there are two such pulses, so that active and idle ones alternate. */
    @Test
    void lostEdgesDoNotExchangeActiveAndIdlePulses() {
        PulseIn pulses = new PulseIn(line, 10, false);
        frame(false, 11);
        sequence += 1;
        edge(FALLING, 1_000_100);
        edge(RISING, 1_000_113);
        edge(FALLING, 1_000_127);

        assertThat(all(pulses)).containsExactly(11, 65535, 65535, 13, 14);
    }

    /** The kernel counts no edge that came while it had not handled the one before. */
    @Test
    void twoEdgesOfOneDirectionHaveALostOneBetweenThem() {
        PulseIn pulses = new PulseIn(line, 10, false);
        frame(false, 11, 12);
        edge(RISING, 1_000_100);
        edge(FALLING, 1_000_113);

        assertThat(all(pulses)).containsExactly(11, 12, 65535, 65535, 13);
    }

    @Test
    void edgesThatWereLostBeforeTheFirstPulseChangeNothing() {
        PulseIn pulses = new PulseIn(line, 10, true);
        sequence += 5;
        edge(RISING, 50);
        sequence += 1;
        edge(FALLING, 70);
        edge(RISING, 95);

        assertThat(all(pulses)).containsExactly(25);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 65_536, Integer.MIN_VALUE})
    void aMaxlenOutOfRangeIsRefusedBeforeThePinIsOpened(int maxlen) {
        assertThatThrownBy(() -> new PulseIn(d4, maxlen))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("maxlen of " + maxlen)
                .hasMessageContaining("1 to 65535");
        assertThatThrownBy(() -> new PulseIn(line, maxlen, true)).isInstanceOf(IllegalArgumentException.class);
        assertThat(provider.opened).isEmpty();
        assertThat(line.calls).isEmpty();
        assertThat(new PulseIn(d4, 65_535).maxlen()).isEqualTo(65_535);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 65_536})
    void aTriggerOutOfRangeIsRefusedAndTheRecordingGoesOn(int micros) {
        PulseIn pulses = new PulseIn(line);

        assertThatThrownBy(() -> pulses.resume(micros))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("triggerDuration of " + micros)
                .hasMessageContaining("0 to 65535");
        frame(false, 11);
        assertThat(pulses.popleft()).isEqualTo(11);
    }

    @Test
    void nullIsRefused() {
        assertThatThrownBy(() -> new PulseIn((Pin) null)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new PulseIn((Pin) null, 3, true)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aPinIsOfOnePulseInAlone() {
        PulseIn pulses = new PulseIn(d4);

        assertThatThrownBy(() -> new DigitalInOut(d4))
                .isInstanceOf(PinException.class)
                .hasMessageContaining("PulseIn(D4)");
        pulses.close();
        new DigitalInOut(d4).close();
        assertThatThrownBy(() -> new PulseIn(new Pin("D99", hardware))).isInstanceOf(PinException.class);
    }

    @Test
    void afterCloseThePinIsFreeAndCallsSayHowToOpenItAgain() {
        PulseIn pulses = new PulseIn(d4, 10, true);
        FakeGpio gpio = provider.lines.get(0);

        pulses.close();
        pulses.close();

        assertThat(gpio.closed).isTrue();
        assertThat(gpio.listener).isNull();
        assertThat(pulses.isClosed()).isTrue();
        List<Runnable> calls = List.of(
                pulses::pause,
                pulses::resume,
                () -> pulses.resume(10),
                pulses::popleft,
                () -> pulses.get(0),
                pulses::length,
                pulses::isEmpty,
                pulses::clear,
                pulses::maxlen,
                pulses::paused);
        assertThat(calls)
                .allSatisfy(call -> assertThatThrownBy(call::run)
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessageContaining("PulseIn(D4) is closed")
                        .hasMessageContaining("new PulseIn"));
    }

    @Test
    void closingTheBoardEndsTheRecording() {
        PulseIn pulses = new PulseIn(d4);

        hardware.close();

        assertThat(pulses.isClosed()).isTrue();
        assertThat(provider.lines.get(0).closed).isTrue();
        assertThatThrownBy(pulses::length)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("Blinka.open");
    }

    @Test
    void aLineThatIsGoneIsClosedWithoutAnError() {
        PulseIn pulses = new PulseIn(d4);
        FakeGpio gpio = provider.lines.get(0);
        gpio.fail(PinException.gone("the controller was unplugged"));
        assertThatThrownBy(pulses::resume).isInstanceOf(PinException.class);
        assertThat(pulses.paused()).isTrue();
        gpio.fail(PinException.gone("the controller was unplugged"));

        pulses.close();

        assertThat(gpio.closed).isTrue();
    }

    @Test
    void aWatchThatFailsLeavesNothingOpen() {
        FakeGpio gpio = new FakeGpio() {
            @Override
            public synchronized void watch(boolean rising, boolean falling, long debounceNanos, EdgeListener edges) {
                throw new PinException("no interrupt");
            }
        };

        assertThatThrownBy(() -> new PulseIn(gpio)).hasMessageContaining("no interrupt");
        assertThat(gpio.closed).isTrue();
    }

    @Test
    void aResumeThatFailsLeavesItPaused() {
        PulseIn pulses = new PulseIn(line);
        FakeGpio gpio = new FakeGpio() {
            @Override
            public synchronized void watch(boolean rising, boolean falling, long debounceNanos, EdgeListener edges) {
                if (calls.contains("unwatch()")) {
                    throw new PinException("no interrupt");
                }
            }
        };
        PulseIn refused = new PulseIn(gpio);

        assertThatThrownBy(refused::resume).hasMessageContaining("no interrupt");
        assertThat(refused.paused()).isTrue();
        assertThat(refused.isClosed()).isFalse();
        assertThat(pulses.paused()).isFalse();
    }

    @Test
    void anotherThreadMayCloseDuringTheTrigger() {
        List<PulseIn> opened = new ArrayList<>();
        FakeGpio gpio = new FakeGpio() {
            @Override
            public synchronized void output(boolean value, boolean openDrain) {
                super.output(value, openDrain);
                opened.get(0).close();
            }
        };
        PulseIn pulses = new PulseIn(gpio, 10, true);
        opened.add(pulses);

        assertThatThrownBy(() -> pulses.resume(10))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("is closed")
                .hasMessageContaining("new PulseIn");
    }

    @Test
    void oneThreadReadsWhileTheKernelsRecords() throws InterruptedException {
        int count = 60_000;
        PulseIn pulses = new PulseIn(line, count, false);
        EdgeListener listener = line.listener;
        Thread kernel = new Thread(() -> {
            long now = 0;
            for (int i = 0; i <= count; i++) {
                now += i * 1000L;
                listener.edge(i % 2 == 0, now, i + 1L);
            }
        });
        kernel.start();
        List<Integer> read = new ArrayList<>();
        while (read.size() < count) {
            if (!pulses.isEmpty()) {
                read.add(pulses.popleft());
            }
        }
        kernel.join();

        assertThat(read).isEqualTo(IntStream.rangeClosed(1, count).boxed().toList());
    }
}
