// SPDX-License-Identifier: MIT
package blinka4j.pwmio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import blinka4j.BusException;
import blinka4j.NotAvailableException;
import blinka4j.PinException;
import blinka4j.digitalio.DigitalInOut;
import blinka4j.fake.FakeClock;
import blinka4j.fake.FakeGpio;
import blinka4j.fake.FakeProvider;
import blinka4j.hardware.Hardware;
import blinka4j.microcontroller.Pin;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SoftwarePwmTest {
    private static final long MICRO = 1_000;
    private static final long MILLI = 1_000_000;
    private static final long PERIOD = 20 * MILLI;

    /** The present time in the middle of nowhere: {@code nanoTime} may be anything, also close to an overflow. */
    private static final long BEGIN = Long.MAX_VALUE - 30 * MILLI;

    private final FakeClock clock = new FakeClock();
    private final List<String> edges = new ArrayList<>();
    private final FakeGpio line = new FakeGpio() {
        @Override
        public synchronized void write(boolean value) {
            super.write(value);
            edges.add("%s at %s us".formatted(value ? "high" : "low", (clock.nanos - BEGIN) / MICRO));
        }
    };
    private final SoftwarePwm pwm;

    private final FakeProvider provider = new FakeProvider();
    private final Hardware hardware = Hardware.open(FakeProvider.BOARD, provider);
    private final Pin d4 = new Pin("D4", hardware);

    SoftwarePwmTest() {
        clock.nanos = BEGIN;
        pwm = new SoftwarePwm(line, "test", clock);
    }

    @AfterEach
    void close() {
        hardware.close();
    }

    /** Does what the thread does until {@code time} has passed. It wakes up {@code late} after each edge is due. */
    private void run(long time, long late) {
        long end = clock.nanos + time;
        for (long next = pwm.step(); next - end < 0; next = pwm.step()) {
            clock.nanos = Math.max(next - clock.nanos, 0) + clock.nanos + late;
        }
        clock.nanos = Math.max(end - clock.nanos, 0) + clock.nanos;
    }

    @Test
    void aNewOutputIsLow() {
        assertThat(line.calls).containsExactly("output(false, openDrain=false)");
        run(PERIOD, 0);
        assertThat(edges).isEmpty();
    }

    @Test
    void eachPeriodBeginsHighAndFallsAfterTheDutyCycle() {
        pwm.set(PERIOD, 1_500 * MICRO);
        run(50 * MILLI, 0);

        assertThat(edges)
                .containsExactly(
                        "high at 0 us",
                        "low at 1500 us",
                        "high at 20000 us",
                        "low at 21500 us",
                        "high at 40000 us",
                        "low at 41500 us");
    }

    @Test
    void lateEdgesDoNotAddUpAndKeepTheLengthOfAPulse() {
        pwm.set(PERIOD, 1_500 * MICRO);
        run(50 * MILLI, 60 * MICRO);

        assertThat(edges)
                .containsExactly(
                        "high at 0 us",
                        "low at 1500 us",
                        "high at 20060 us",
                        "low at 21560 us",
                        "high at 40060 us",
                        "low at 41560 us");
    }

    /** Otherwise each pulse would be over before the thread wakes up. */
    @Test
    void aShortPulseIsMadeWholeHoweverLateItIs() {
        pwm.set(MILLI, 10 * MICRO);
        run(2_500 * MICRO, 60 * MICRO);

        assertThat(edges)
                .containsExactly(
                        "high at 0 us",
                        "low at 10 us",
                        "high at 1060 us",
                        "low at 1070 us",
                        "high at 2060 us",
                        "low at 2070 us");
        assertThat(clock.waits).containsOnly("delay 10000");
    }

    @Test
    void aShortGapIsMadeWholeToo() {
        pwm.set(MILLI, 990 * MICRO);
        run(2_500 * MICRO, 60 * MICRO);

        assertThat(edges)
                .containsExactly(
                        "high at 10 us", "low at 1060 us", "high at 1070 us", "low at 2060 us", "high at 2070 us");
    }

    @ParameterizedTest
    @ValueSource(longs = {0, PERIOD})
    void alwaysLowAndAlwaysHighNeedNoEdge(long high) {
        pwm.set(PERIOD, PERIOD / 2);
        run(5 * MILLI, 0);
        edges.clear();

        pwm.set(PERIOD, high);

        assertThat(pwm.step() - clock.nanos).isGreaterThan(TimeUnit.DAYS.toNanos(10_000));
        assertThat(pwm.step() - clock.nanos).isGreaterThan(TimeUnit.DAYS.toNanos(10_000));
        assertThat(line.level).isEqualTo(high > 0);
        assertThat(edges).hasSizeLessThan(2);
    }

    @Test
    void periodsThatAreMissedAreLeftOut() {
        pwm.set(PERIOD, 5 * MILLI);
        run(10 * MILLI, 0);
        edges.clear();

        // The machine is busy until the middle of the pulse that begins at 80 ms.
        clock.nanos = BEGIN + 82 * MILLI;
        run(30 * MILLI, 0);

        assertThat(edges)
                .containsExactly("high at 82000 us", "low at 87000 us", "high at 100000 us", "low at 105000 us");
    }

    @Test
    void shortPulsesThatAreMissedDoNotComeInABurst() {
        pwm.set(MILLI, 10 * MICRO);
        run(500 * MICRO, 0);
        edges.clear();

        clock.nanos = BEGIN + 5_300 * MICRO;
        run(MILLI, 0);

        assertThat(edges).containsExactly("high at 5300 us", "low at 5310 us", "high at 6000 us", "low at 6010 us");
    }

    @Test
    void aLatePulseHasItsLength() {
        pwm.set(PERIOD, 5 * MILLI);
        run(10 * MILLI, 0);
        edges.clear();

        // Half of the gap is left.
        clock.nanos = BEGIN + 27_500 * MICRO;
        run(18 * MILLI, 0);

        assertThat(edges).containsExactly("high at 27500 us", "low at 32500 us", "high at 40000 us", "low at 45000 us");
    }

    @Test
    void aPulseForWhichThereIsNoTimeIsLeftOut() {
        pwm.set(PERIOD, 5 * MILLI);
        run(10 * MILLI, 0);
        edges.clear();

        clock.nanos = BEGIN + 27_501 * MICRO;
        run(18 * MILLI, 0);

        assertThat(edges).containsExactly("high at 40000 us", "low at 45000 us");
    }

    @Test
    void aFallThatIsMissedUntilTheNextPulseIsMadeInsteadOfIt() {
        pwm.set(PERIOD, 5 * MILLI);
        run(2 * MILLI, 0);
        edges.clear();

        clock.nanos = BEGIN + 21 * MILLI;
        run(25 * MILLI, 0);

        assertThat(edges).containsExactly("low at 21000 us", "high at 40000 us", "low at 45000 us");
    }

    @Test
    void aGapThatIsMissedUntilTheNextPulseIsLeftOut() {
        pwm.set(PERIOD, 15 * MILLI);
        run(10 * MILLI, 0);
        edges.clear();

        clock.nanos = BEGIN + 21 * MILLI;
        run(16 * MILLI, 0);

        assertThat(edges).containsExactly("low at 35000 us");
    }

    @Test
    void theNextGapIsLeftOutIfAPulseOfMostOfThePeriodIsTooLate() {
        pwm.set(PERIOD, 15 * MILLI);
        run(18 * MILLI, 0);
        edges.clear();

        clock.nanos = BEGIN + 26 * MILLI;
        run(36 * MILLI, 0);

        assertThat(edges).containsExactly("high at 26000 us", "low at 55000 us", "high at 60000 us");
    }

    @Test
    void aLongerPulseDoesNotRiseTwiceInOnePeriod() {
        pwm.set(PERIOD, 5 * MILLI);
        run(10 * MILLI, 0);
        edges.clear();

        pwm.set(PERIOD, 15 * MILLI);
        run(26 * MILLI, 0);

        assertThat(edges).containsExactly("high at 20000 us", "low at 35000 us");
    }

    @Test
    void aShorterPulseFallsAtOnceIfItIsOver() {
        pwm.set(PERIOD, 15 * MILLI);
        run(10 * MILLI, 0);

        pwm.set(PERIOD, 5 * MILLI);
        run(16 * MILLI, 0);

        assertThat(edges).containsExactly("high at 0 us", "low at 10000 us", "high at 20000 us", "low at 25000 us");
    }

    @Test
    void anotherFrequencyKeepsTheBeginningOfThePeriod() {
        pwm.set(PERIOD, 5 * MILLI);
        run(7 * MILLI, 0);
        edges.clear();

        pwm.set(10 * MILLI, 5 * MILLI);
        run(10 * MILLI, 0);

        assertThat(edges).containsExactly("high at 10000 us", "low at 15000 us");
    }

    @Test
    void aLineThatFailsStopsAndTheNextChangeThrowsTheErrorOnce() {
        BusException failure = new BusException(BusException.Kind.NO_ACKNOWLEDGE, 0, "nobody there");
        pwm.set(PERIOD, 5 * MILLI);
        run(30 * MILLI, 0);
        edges.clear();
        line.fail(failure);

        run(60 * MILLI, 0);

        assertThat(edges).isEmpty();
        assertThat(pwm.step() - clock.nanos).isGreaterThan(TimeUnit.DAYS.toNanos(10_000));
        assertThatThrownBy(() -> pwm.set(PERIOD, 2 * MILLI)).isSameAs(failure);
        run(6 * MILLI, 0);
        assertThat(edges).containsExactly("high at 90000 us", "low at 95000 us");
        assertThatCode(() -> pwm.set(PERIOD, 2 * MILLI)).doesNotThrowAnyException();
    }

    @Test
    void aClosedOutputIsAnInputAndMakesNoEdge() {
        pwm.set(PERIOD, 5 * MILLI);
        run(MILLI, 0);

        pwm.close();
        pwm.close();

        assertThat(line.calls).endsWith("write(true)", "input(DISABLED)", "close()");
        assertThat(pwm.step() - clock.nanos).isGreaterThan(TimeUnit.DAYS.toNanos(10_000));
        assertThatThrownBy(() -> pwm.set(PERIOD, 0))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("test is closed");
        assertThat(line.calls).filteredOn("close()"::equals).hasSize(1);
    }

    @Test
    void aLineThatIsGoneIsClosedWithoutAnError() {
        line.fail(PinException.gone("unplugged"));

        assertThatCode(pwm::close).doesNotThrowAnyException();
        assertThat(line.closed).isTrue();
    }

    @Test
    void aLineThatCannotBeMadeAnInputIsClosedWithItsError() {
        BusException failure = new BusException(BusException.Kind.TIMEOUT, 0, "too slow");
        line.fail(failure);

        assertThatThrownBy(pwm::close).isSameAs(failure);
        assertThat(line.closed).isTrue();
    }

    @Test
    void aLineThatCannotBeAnOutputIsClosed() {
        FakeGpio other = new FakeGpio();
        PinException failure = new PinException("an input only");
        other.fail(failure);

        assertThatThrownBy(() -> PWMOut.software(other, 0, 500, false)).isSameAs(failure);
        assertThat(other.closed).isTrue();
        assertThat(threads()).isZero();
    }

    private static long threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("blinka4j-pwm"))
                .count();
    }

    /** A line that counts its edges. */
    private static final class Counting extends FakeGpio {
        private final CountDownLatch many = new CountDownLatch(20);

        @Override
        public synchronized void write(boolean value) {
            super.write(value);
            many.countDown();
        }
    }

    @Test
    void oneThreadMakesTheEdgesOfAllOutputsAndEndsWithTheLast() throws InterruptedException {
        Counting one = new Counting();
        Counting other = new Counting();
        PWMOut first = PWMOut.software(one, 32768, 1000, false);
        PWMOut second = PWMOut.software(other, 6554, 50, false);
        assertThat(threads()).isOne();
        assertThat(one.many.await(1, TimeUnit.MINUTES)).isTrue();
        assertThat(other.many.await(1, TimeUnit.MINUTES)).isTrue();

        first.close();
        assertThat(threads()).isOne();
        second.close();
        assertThat(threads()).isZero();

        List<String> calls = List.copyOf(one.calls);
        assertThat(calls).endsWith("input(DISABLED)", "close()");
        assertThat(calls.subList(1, 21)).containsSequence("write(true)", "write(false)", "write(true)");

        PWMOut third = PWMOut.software(new FakeGpio(), 1, 50, false);
        assertThat(threads()).isOne();
        third.close();
        assertThat(threads()).isZero();
    }

    /** Only a change wakes the thread then. */
    @Test
    void theThreadSleepsWhileNoLevelChanges() throws InterruptedException {
        Counting counting = new Counting();
        try (PWMOut out = PWMOut.software(counting, 0, 1000, false)) {
            Thread thread = Thread.getAllStackTraces().keySet().stream()
                    .filter(each -> each.getName().equals("blinka4j-pwm"))
                    .findFirst()
                    .orElseThrow();
            await().until(() -> thread.getState() == Thread.State.TIMED_WAITING);
            assertThat(counting.calls).containsExactly("output(false, openDrain=false)");

            out.dutyCycle(32768);
            assertThat(counting.many.await(1, TimeUnit.MINUTES)).isTrue();

            out.dutyCycle(65535);
            await().until(() -> counting.level && thread.getState() == Thread.State.TIMED_WAITING);
        }
        assertThat(counting.calls).endsWith("input(DISABLED)", "close()");
    }

    @Test
    void outputsAreOpenedAndClosedOnSeveralThreads() throws InterruptedException {
        List<Throwable> thrown = new ArrayList<>();
        List<Thread> users = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            Thread user = new Thread(() -> {
                for (int j = 0; j < 50; j++) {
                    Counting counting = new Counting();
                    try (PWMOut out = PWMOut.software(counting, 32768, 5_000, true)) {
                        assertThat(counting.many.await(1, TimeUnit.MINUTES)).isTrue();
                        out.dutyCycle(j);
                    } catch (InterruptedException e) {
                        throw new AssertionError(e);
                    }
                    assertThat(counting.calls).endsWith("input(DISABLED)", "close()");
                }
            });
            user.setUncaughtExceptionHandler((thread, e) -> thrown.add(e));
            users.add(user);
            user.start();
        }
        for (Thread user : users) {
            user.join();
        }
        assertThat(thrown).isEmpty();
        assertThat(threads()).isZero();
    }

    @Test
    void aPinWithAControllerPulsesInSoftwareIfTheProgramWantsIt() {
        try (PWMOut out = PWMOut.software(new Pin("D18", hardware), 65535, 50, true)) {
            assertThat(out.isHardware()).isFalse();
            assertThat(out).hasToString("PWMOut(D18)");
            assertThat(out.frequency()).isEqualTo(50);
            assertThat(out.exactFrequency()).isEqualTo(50.0);
            assertThat(out.dutyCycle()).isEqualTo(65535);
            assertThat(provider.opened).containsExactly("line pinctrl:18 for blinka4j");
            assertThatThrownBy(() -> new PWMOut(new Pin("D18", hardware))).isInstanceOf(PinException.class);
        }
        try (PWMOut out = new PWMOut(new Pin("D18", hardware))) {
            assertThat(out.isHardware()).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource({"D4, 5001", "D4, 1000000000", "D18, 5001"})
    void aFrequencyThatAThreadCannotMakeIsRefusedBeforeTheLineIsOpened(String pin, int frequency) {
        String[] words = {
            "PWMOut(%s)".formatted(pin),
            frequency + " Hz",
            "1 to 5000 Hz",
            "(D12) fe20c000.pwm:0, (D18) fe20c000.pwm:0, (D13) fe20c000.pwm:1"
        };
        assertThatThrownBy(() -> PWMOut.software(new Pin(pin, hardware), 0, frequency, false))
                .isInstanceOf(NotAvailableException.class)
                .hasMessageContainingAll(words);
        assertThat(provider.opened).isEmpty();

        try (PWMOut out = PWMOut.software(new Pin(pin, hardware), 7, 5_000, true)) {
            assertThatThrownBy(() -> out.frequency(frequency))
                    .isInstanceOf(NotAvailableException.class)
                    .hasMessageContainingAll(words);
            assertThat(out.frequency()).isEqualTo(5_000);
        }
    }

    @Test
    void badArgumentsOpenNothing() {
        assertThatThrownBy(() -> PWMOut.software(d4, 65536, 50, false)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new PWMOut(d4, -1, 50)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> PWMOut.software(d4, 0, 0, false)).isInstanceOf(IllegalArgumentException.class);
        assertThat(provider.opened).isEmpty();

        assertThatThrownBy(() -> PWMOut.software(line, 0, 0, false)).isInstanceOf(IllegalArgumentException.class);
        assertThat(line.closed).isTrue();
        FakeGpio other = new FakeGpio();
        assertThatThrownBy(() -> PWMOut.software(other, 0, 20_000, false))
                .isInstanceOf(NotAvailableException.class)
                .hasMessageContainingAll("PWMOut(P7 of the expander)", "20000 Hz", "1 to 5000 Hz");
        assertThat(other.closed).isTrue();
    }

    @Test
    void anOutputWhoseBoardIsClosedIsAnInput() {
        PWMOut out = new PWMOut(d4, 65535, 50);

        hardware.close();

        assertThat(out.isClosed()).isTrue();
        assertThat(provider.lines.get(0).calls).endsWith("input(DISABLED)", "close()");
        assertThat(threads()).isZero();
        assertThatThrownBy(out::isHardware)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("PWMOut(D4) is closed");
        assertThatCode(out::close).doesNotThrowAnyException();
    }

    @Test
    void aClosedOutputLeavesItsPinFree() {
        new PWMOut(d4, 32768, 50).close();

        assertThatCode(() -> new DigitalInOut(d4).close()).doesNotThrowAnyException();
    }
}
