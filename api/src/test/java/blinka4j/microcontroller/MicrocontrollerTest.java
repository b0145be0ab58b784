// SPDX-License-Identifier: MIT
package blinka4j.microcontroller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import blinka4j.fake.FakeProvider;
import blinka4j.hardware.CurrentBoard;
import blinka4j.hardware.Hardware;
import java.lang.management.ManagementFactory;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MicrocontrollerTest {
    private final Hardware hardware = Hardware.open(FakeProvider.BOARD, new FakeProvider());

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 10, 99, 100, 101, 1000, 20_000})
    void aDelayIsNeverTooShort(long micros) {
        for (int i = 0; i < 5; i++) {
            long start = System.nanoTime();
            Microcontroller.delayUs(micros);
            assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(micros * 1000);
        }
    }

    @Test
    void anInterruptDoesNotShortenADelayAndStaysSet() {
        Thread.currentThread().interrupt();
        try {
            long start = System.nanoTime();
            long busy = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
            Microcontroller.delayUs(300_000);
            busy = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - busy;

            assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(300_000_000);
            assertThat(busy).isLessThan(200_000_000);
            assertThat(Thread.currentThread().isInterrupted()).isTrue();
        } finally {
            Thread.interrupted();
        }
    }

    @Test
    void aDelayThatOverflowsNanosecondsDoesNotEndAtOnce() throws InterruptedException {
        Thread sleeper = new Thread(() -> Microcontroller.delayUs(Long.MAX_VALUE));
        sleeper.setDaemon(true);
        sleeper.start();

        sleeper.join(50);

        assertThat(sleeper.isAlive()).isTrue();
    }

    @Test
    void aNegativeDelayIsAnError() {
        assertThatThrownBy(() -> Microcontroller.delayUs(-1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("delay", "-1 µs");
    }

    @Test
    void pinsWithTheSameNameAndBoardAreEqual() {
        Pin pin = new Pin("D18", hardware);

        assertThat(pin).isEqualTo(new Pin("D18", hardware)).hasSameHashCodeAs(new Pin("D18", hardware));
        assertThat(pin).isNotEqualTo(new Pin("D17", hardware));
        assertThat(pin).isNotEqualTo(new Pin("D18"));
        assertThat(pin).isNotEqualTo(new Pin("D18", Hardware.open(FakeProvider.BOARD, new FakeProvider())));
        assertThat(pin).isNotEqualTo("D18");
        assertThat(new Pin("D18")).isEqualTo(new Pin("D18")).hasSameHashCodeAs(new Pin("D18"));
        assertThat(Set.of(pin, new Pin("D17", hardware))).contains(new Pin("D18", hardware));
    }

    @Test
    void aPinPrintsItsNameAndNeedsOne() {
        assertThat(new Pin("P9_12")).hasToString("P9_12");
        assertThat(new Pin("P9_12").name()).isEqualTo("P9_12");
        assertThatThrownBy(() -> new Pin(" "))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("name", "D18");
    }

    @Test
    void aPinWithoutABoardBelongsToTheCurrentBoard() {
        Hardware before = CurrentBoard.use(hardware);
        try {
            assertThat(new Pin("D18").hardware()).isSameAs(hardware);
        } finally {
            CurrentBoard.use(before);
        }
        assertThat(new Pin("D18", hardware).hardware()).isSameAs(hardware);
    }
}
