// SPDX-License-Identifier: MIT
package blinka4j.watchdog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import blinka4j.NotAvailableException;
import blinka4j.fake.FakeProvider;
import blinka4j.hardware.CurrentBoard;
import blinka4j.hardware.Hardware;
import blinka4j.microcontroller.Microcontroller;
import blinka4j.provider.Provider;
import blinka4j.provider.WatchdogPort;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WatchDogTimerTest {
    private final List<String> calls = new ArrayList<>();
    private Hardware before;

    /** A device that counts in steps of 1 s up to 100 s. */
    private final class Device implements WatchdogPort {
        private double timeout;

        Device(double seconds) {
            calls.add("open");
            timeout(seconds);
        }

        @Override
        public double timeout() {
            return timeout;
        }

        @Override
        public void timeout(double seconds) {
            if (seconds > 100) {
                throw new IllegalArgumentException("refused");
            }
            timeout = Math.ceil(seconds);
            calls.add("timeout " + timeout);
        }

        @Override
        public void feed() {
            calls.add("feed");
        }

        @Override
        public String name() {
            return "watchdog";
        }

        @Override
        public void close() {
            calls.add("close");
        }
    }

    private Provider provider() {
        return new Provider() {
            @Override
            public String name() {
                return "with a watchdog";
            }

            @Override
            public Probe probe(blinka4j.provider.Host host) {
                return new Probe.Usable(1);
            }

            @Override
            public WatchdogPort openWatchdog(double seconds) {
                return new Device(seconds);
            }
        };
    }

    @BeforeEach
    void use() {
        before = CurrentBoard.use(Hardware.open(FakeProvider.BOARD, provider()));
    }

    @AfterEach
    void restore() {
        CurrentBoard.use(before);
    }

    @Test
    void itRunsFromTheModeToTheClose() {
        WatchDogTimer dog = Microcontroller.watchdog();
        assertThat(Microcontroller.watchdog()).isSameAs(dog);
        dog.timeout(2.5);
        dog.feed();
        assertThat(calls).isEmpty();
        assertThat(dog.mode()).isNull();
        assertThat(dog.timeout()).isEqualTo(2.5);

        dog.mode(WatchDogMode.RESET);
        dog.mode(WatchDogMode.RESET);
        assertThat(dog.mode()).isEqualTo(WatchDogMode.RESET);
        assertThat(dog.timeout()).isEqualTo(3);
        dog.feed();
        dog.timeout(7);
        dog.close();
        dog.close();
        dog.feed();
        assertThat(calls).containsExactly("open", "timeout 3.0", "feed", "timeout 7.0", "close");

        dog.mode(WatchDogMode.RESET);
        dog.mode(null);
        assertThat(dog.mode()).isNull();
        assertThat(calls).endsWith("open", "timeout 7.0", "close");
    }

    /** Like every other object of a closed board. */
    @Test
    void afterItsBoardWasClosedItCannotBeStarted() {
        WatchDogTimer dog = Microcontroller.watchdog();
        CurrentBoard.get().close();
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> dog.mode(WatchDogMode.RESET))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContainingAll("the watchdog", "is closed", "Open the board again");
            assertThat(dog.mode()).isNull();
        }
        assertThat(calls).isEmpty();
    }

    /** Otherwise the machine would be reset although the program feeds it. */
    @Test
    void itRunsOnWhenItsBoardIsClosedAndCanBeFedAndStopped() {
        WatchDogTimer dog = Microcontroller.watchdog();
        dog.mode(WatchDogMode.RESET);
        CurrentBoard.get().close();
        assertThat(dog.mode()).isEqualTo(WatchDogMode.RESET);
        dog.mode(WatchDogMode.RESET);
        dog.feed();
        dog.timeout(7);
        dog.mode(null);
        assertThat(calls).containsExactly("open", "timeout 60.0", "feed", "timeout 7.0", "close");
        assertThatThrownBy(() -> dog.mode(WatchDogMode.RESET)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aTimeoutThatTheDeviceRefusesChangesNothing() {
        WatchDogTimer dog = Microcontroller.watchdog();
        dog.timeout(5);
        dog.mode(WatchDogMode.RESET);
        assertThatThrownBy(() -> dog.timeout(101)).isInstanceOf(IllegalArgumentException.class);
        assertThat(dog.timeout()).isEqualTo(5);
        dog.close();
        assertThat(dog.timeout()).isEqualTo(5);

        dog.timeout(101);
        assertThatThrownBy(() -> dog.mode(WatchDogMode.RESET)).isInstanceOf(IllegalArgumentException.class);
        assertThat(dog.mode()).isNull();
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY, 3e9})
    void aTimeoutIsMoreThanZero(double seconds) {
        WatchDogTimer dog = Microcontroller.watchdog();
        assertThatThrownBy(() -> dog.timeout(seconds))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("timeout", String.valueOf(seconds), "more than 0");
        assertThat(dog.timeout()).isEqualTo(60);
    }

    @Test
    void aProviderWithoutAWatchdogIsNamed() {
        CurrentBoard.use(Hardware.open(FakeProvider.BOARD, new FakeProvider()));
        WatchDogTimer dog = Microcontroller.watchdog();
        assertThatThrownBy(() -> dog.mode(WatchDogMode.RESET))
                .isInstanceOf(NotAvailableException.class)
                .hasMessageContaining("watchdog");
        assertThat(dog.mode()).isNull();
    }
}
