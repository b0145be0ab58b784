// SPDX-License-Identifier: MIT
package blinka4j.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import blinka4j.HardwareException;
import blinka4j.SleepInterruptedException;
import blinka4j.fake.FakeProvider;
import blinka4j.microcontroller.Microcontroller;
import blinka4j.runtime.Blinka;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TimeTest {
    private final FakeProvider provider = new FakeProvider();
    private final Blinka blinka = Blinka.open(FakeProvider.BOARD, provider);

    @AfterEach
    void forgetTheInterrupt() {
        Thread.interrupted();
    }

    @Test
    void sleepUsesTheClockOfTheCurrentBoard() {
        provider.clock.nanos = 1_500_000_000;
        try (Blinka.Scope scope = Blinka.use(blinka)) {
            assertThat(scope).isNotNull();
            Time.sleep(0.5);
            Microcontroller.delayUs(7);

            assertThat(Time.monotonic()).isEqualTo(2.000007);
            assertThat(Time.monotonicNanos()).isEqualTo(2_000_007_000);
        }
        assertThat(provider.clock.waits).containsExactly("sleep 500000000", "delay 7000");
    }

    @Test
    void anIndependentBoardHasItsOwnClock() {
        try (Blinka.Scope scope = Blinka.use(Blinka.open(FakeProvider.BOARD, new FakeProvider()))) {
            assertThat(scope).isNotNull();
            Time.sleep(blinka, 0.1);

            assertThat(Time.monotonic(blinka)).isEqualTo(0.1);
            assertThat(Time.monotonicNanos(blinka)).isEqualTo(100_000_000);
            assertThat(Time.monotonicNanos()).isZero();
        }
        assertThat(provider.clock.waits).containsExactly("sleep 100000000");
    }

    @Test
    void withoutABoardTimeIsReal() {
        long before = System.nanoTime();
        Time.sleep(0.02);

        assertThat(System.nanoTime() - before).isGreaterThanOrEqualTo(20_000_000);
        assertThat(Time.monotonicNanos()).isBetween(before + 20_000_000, System.nanoTime());
        assertThat(Time.monotonic()).isBetween(before / 1e9, System.nanoTime() / 1e9);
    }

    @ParameterizedTest
    @ValueSource(doubles = {-1e-9, -3, Double.NaN, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, 1e10})
    void anInvalidTimeIsAnErrorThatNamesIt(double seconds) {
        assertThatThrownBy(() -> Time.sleep(seconds))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(String.valueOf(seconds));
        assertThatThrownBy(() -> Time.sleep(blinka, seconds))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(String.valueOf(seconds));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 30})
    void anInterruptBeforeASleepEndsItAndStaysSet(double seconds) {
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> Time.sleep(seconds))
                .isInstanceOf(SleepInterruptedException.class)
                .isInstanceOf(HardwareException.class)
                .hasMessageContaining(seconds + " s")
                .hasCauseInstanceOf(InterruptedException.class);
        assertThat(Thread.currentThread().isInterrupted()).isTrue();
    }

    @Test
    void anInterruptDuringASleepEndsIt() throws InterruptedException {
        boolean[] still = {false};
        Thread sleeper = new Thread(() -> {
            try {
                Time.sleep(1e9);
            } catch (SleepInterruptedException e) {
                still[0] = Thread.currentThread().isInterrupted();
            }
        });
        sleeper.start();
        sleeper.interrupt();
        sleeper.join();

        assertThat(still[0]).isTrue();
    }

    @Test
    void zeroDoesNotWait() {
        Time.sleep(0);
        Time.sleep(-0.0);
    }
}
