// SPDX-License-Identifier: MIT
package blinka4j.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import blinka4j.fake.FakeProvider;
import blinka4j.hardware.CurrentBoard;
import blinka4j.hardware.Hardware;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** CircuitPython: "wrapping after 2**29ms … occurs for the first time 65 seconds after power up". */
class SupervisorTest {
    @Test
    void ticksAreMillisecondsOfTheBoardThatStartAgainAfter29Bits() throws InterruptedException {
        FakeProvider provider = new FakeProvider();
        Hardware before = CurrentBoard.use(Hardware.open(FakeProvider.BOARD, provider));
        try {
            int first = Supervisor.ticksMs();
            provider.clock.sleep(TimeUnit.MILLISECONDS.toNanos(1234));
            assertThat((Supervisor.ticksMs() - first) & 0x1FFFFFFF).isEqualTo(1234);
            for (int i = 0; i < 3; i++) {
                int earlier = Supervisor.ticksMs();
                provider.clock.sleep(TimeUnit.MILLISECONDS.toNanos(1 << 28));
                int later = Supervisor.ticksMs();
                assertThat(later).isBetween(0, (1 << 29) - 1);
                assertThat((later - earlier) & 0x1FFFFFFF).isEqualTo(1 << 28);
            }
        } finally {
            CurrentBoard.use(before);
        }
    }
}
