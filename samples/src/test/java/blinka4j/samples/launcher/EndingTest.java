// SPDX-License-Identifier: MIT
package blinka4j.samples.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class EndingTest {
    private final AtomicInteger closed = new AtomicInteger();

    @Test
    void aProgramThatSleepsIsInterrupted() {
        try (Ending ending = new Ending(closed::incrementAndGet)) {
            ending.after(Duration.ofMillis(20));

            assertThatThrownBy(() -> Thread.sleep(60_000)).isInstanceOf(InterruptedException.class);
            assertThat(ending.isUnderWay()).isTrue();
            ending.ended();
            assertThat(closed).hasValue(0);
        }
        assertThat(closed).hasValue(1);
    }

    @Test
    void aProgramThatIgnoresTheInterruptFindsItsPinsClosed() {
        try (Ending ending = new Ending(closed::incrementAndGet)) {
            ending.soon();

            while (closed.get() == 0) {
                Thread.onSpinWait();
            }
            ending.ended();

            assertThat(ending.isUnderWay()).isTrue();
            assertThat(Thread.currentThread().isInterrupted()).isFalse();
        }
    }

    @Test
    void aProgramThatHasEndedIsNotInterrupted() throws InterruptedException {
        try (Ending ending = new Ending(closed::incrementAndGet)) {
            ending.ended();
            ending.soon();
            ending.after(Duration.ofMillis(1));
            Thread.sleep(100);

            assertThat(ending.isUnderWay()).isFalse();
        }
    }
}
