// SPDX-License-Identifier: MIT
package blinka4j.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class PlaybacksTest {
    @Test
    void aPlaybackThatIsNotPlayedToItsEndIsFound() throws InterruptedException {
        Playbacks playbacks = Playbacks.watch();
        I2CPlayback.at(0x23).writes(0x10);
        Thread thread = new Thread(() -> SPIPlayback.script().reads(0x60));
        thread.start();
        thread.join();

        assertThat(playbacks.unfinished())
                .satisfiesExactlyInAnyOrder(
                        i2c -> assertThat(i2c).hasMessageContaining("0 of 1 steps"),
                        spi -> assertThat(spi).hasMessageContaining("0 of 1 steps"));
        assertThat(playbacks.unfinished()).isEmpty();
    }

    @Test
    void aPlaybackThatHasFailedItsTestIsNotFoundAgain() {
        Playbacks playbacks = Playbacks.watch();
        I2CPlayback bus = I2CPlayback.at(0x23).writes(0x10);

        assertThatThrownBy(bus::close).isInstanceOf(AssertionError.class);

        assertThat(playbacks.unfinished()).isEmpty();
    }

    @Test
    void anotherThreadsPlaybacksAndThoseAfterTheEndAreNotWatched() throws InterruptedException {
        Playbacks[] others = new Playbacks[1];
        Thread thread = new Thread(() -> others[0] = Playbacks.watch());
        thread.start();
        thread.join();
        Playbacks mine = Playbacks.watch();
        assertThat(mine.unfinished()).isEmpty();

        I2CPlayback.at(0x23).writes(0x10);

        assertThat(mine.unfinished()).isEmpty();
        assertThat(others[0].unfinished()).isEmpty();
    }

    @Test
    void watchesNest() {
        Playbacks outer = Playbacks.watch();
        Playbacks inner = Playbacks.watch();
        assertThat(inner.unfinished()).isEmpty();

        I2CPlayback.at(0x23).writes(0x10);

        assertThat(outer.unfinished()).hasSize(1);
    }
}
