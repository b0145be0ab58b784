// SPDX-License-Identifier: MIT
package blinka4j.pi4j;

import static org.assertj.core.api.Assertions.assertThat;

import com.pi4j.plugin.gpiod.provider.gpio.digital.GpioDDigitalInput;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class GpiodThreadsTest {
    private static Thread awaiting() {
        Thread thread = new Thread(GpiodThreads::awaitBegin);
        thread.start();
        return thread;
    }

    @Test
    void anInputIsWaitedForUntilItsThreadHasBegun() throws Exception {
        GpioDDigitalInput first = new GpioDDigitalInput();
        GpioDDigitalInput second = new GpioDDigitalInput();
        GpiodThreads.made(first);
        GpiodThreads.made(second);
        try {
            first.begin();
            Thread waiting = awaiting();
            waiting.join(300);
            assertThat(waiting.isAlive()).as("waits for the second").isTrue();
            second.begin();
            waiting.join(3000);
            assertThat(waiting.isAlive()).as("goes on waiting").isFalse();
            GpiodThreads.awaitBegin();
        } finally {
            first.end();
            second.end();
            GpiodThreads.takenBack(first);
            GpiodThreads.takenBack(second);
        }
    }

    /** Pi4J 2 has inputs whose thread ends at once: it looks at a field that is set only then. */
    @Test
    void anInputWhoseThreadHasFailedIsWaitedForFiveSecondsAndOnce() throws Exception {
        GpioDDigitalInput failed = new GpioDDigitalInput();
        failed.begin();
        failed.end();
        long start = System.nanoTime();
        GpiodThreads.made(failed);
        try {
            GpiodThreads.awaitBegin();
            long waited = System.nanoTime();
            assertThat(Duration.ofNanos(waited - start)).isGreaterThanOrEqualTo(Duration.ofSeconds(5));
            GpiodThreads.awaitBegin();
            assertThat(Duration.ofNanos(System.nanoTime() - waited)).isLessThan(Duration.ofSeconds(3));
        } finally {
            GpiodThreads.takenBack(failed);
        }
    }

    @Test
    void anInputOfAnotherPluginIsNotWaitedFor() {
        GpiodThreads.made("an input of ffm");
        GpiodThreads.awaitBegin();
        GpiodThreads.takenBack("an input of ffm");
    }
}
