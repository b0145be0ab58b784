// SPDX-License-Identifier: MIT
package blinka4j.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import blinka4j.PinException;
import blinka4j.microcontroller.Microcontroller;
import blinka4j.provider.WatchdogPort;
import blinka4j.time.Time;
import blinka4j.watchdog.WatchDogMode;
import blinka4j.watchdog.WatchDogTimer;
import org.junit.jupiter.api.Test;

class SimWatchdogTest {
    @Test
    void aProgramThatFeedsInTimeIsNotReset() {
        try (SimBoard board = SimBoard.start(Boards.small())) {
            WatchDogTimer dog = Microcontroller.watchdog();
            dog.timeout(2.5);
            assertThat(board.watchdog().isRunning()).isFalse();
            dog.mode(WatchDogMode.RESET);
            assertThat(board.watchdog().isRunning()).isTrue();
            assertThat(dog.timeout()).isEqualTo(2.5);
            Time.sleep(2.5);
            dog.feed();
            Time.sleep(2);
            dog.timeout(1);
            Time.sleep(1);
            assertThat(board.watchdog().hasReset()).isFalse();
            dog.close();
            assertThat(board.watchdog().isRunning()).isFalse();
            Time.sleep(10);
            assertThat(board.watchdog().hasReset()).isFalse();
        }
    }

    @Test
    void aProgramThatFeedsTooLateIsSeen() {
        try (SimBoard board = SimBoard.start(Boards.small());
                WatchDogTimer dog = Microcontroller.watchdog()) {
            dog.timeout(2.5);
            dog.mode(WatchDogMode.RESET);
            Time.sleep(2.6);
            dog.feed();
            assertThat(board.watchdog().hasReset()).isTrue();
        }
    }

    @Test
    void aPortIsRefusedAfterItsEndAndWhileAnotherIsOpen() {
        try (SimBoard board = SimBoard.open(Boards.small())) {
            WatchdogPort port = board.blinka().provider().openWatchdog(5);
            assertThatThrownBy(() -> board.blinka().provider().openWatchdog(5)).isInstanceOf(PinException.class);
            port.close();
            port.close();
            assertThatThrownBy(port::feed)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("closed");
            assertThatThrownBy(port::timeout).isInstanceOf(IllegalStateException.class);
        }
    }
}
