// SPDX-License-Identifier: MIT
package blinka4j.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import blinka4j.digitalio.DigitalInOut;
import blinka4j.digitalio.Pull;
import blinka4j.pulseio.PulseIn;
import blinka4j.sim.SimPin.Change;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A {@link PulseIn} on a simulated pin. */
class SimPulsesTest {
    private final SimBoard board = SimBoard.open(Boards.small());
    private final SimPin pin = board.pin("D4");

    @AfterEach
    void close() {
        board.close();
    }

    private PulseIn open(int maxlen, boolean idleState) {
        return new PulseIn(board.blinka().pin("D4"), maxlen, idleState);
    }

    private static Duration micros(long count) {
        return Duration.ofNanos(count * 1000);
    }

    private static List<Integer> all(PulseIn pulses) {
        List<Integer> all = new ArrayList<>();
        while (!pulses.isEmpty()) {
            all.add(pulses.popleft());
        }
        return all;
    }

    /** A change of level after each of these times in µs. */
    private void drive(boolean first, long... micros) {
        boolean level = first;
        pin.drive(level);
        for (long each : micros) {
            board.clock().advance(micros(each));
            level = !level;
            pin.drive(level);
        }
    }

    @Test
    void thePulsesAreThoseOfTheWire() {
        try (PulseIn pulses = open(10, false)) {
            drive(true, 9000, 4500, 562, 1687, 70_000, 1);

            assertThat(all(pulses)).containsExactly(9000, 4500, 562, 1687, 65_535, 1);
        }
    }

    @Test
    void nothingIsRecordedDuringAPause() {
        try (PulseIn pulses = open(10, true)) {
            pin.drive(true);
            drive(false, 100);
            pulses.pause();
            drive(false, 200, 300);
            // Low, which is active: that pulse was not seen from its beginning.
            pulses.resume();
            drive(false, 400, 500, 600);

            assertThat(all(pulses)).containsExactly(100, 600);
        }
    }

    /** A device that answers as soon as the line rises. */
    @Test
    void anAnswerThatComesAtOnceIsRecordedFromItsFirstEdge() {
        pin.resistor(Pull.UP);
        pin.onLevel(new SimPin.LevelListener() {
            private boolean answered;

            @Override
            public void level(boolean high) {
                if (high && !answered) {
                    answered = true;
                    pin.drive(false);
                    board.clock().after(micros(80), pin::release);
                }
            }
        });
        try (PulseIn pulses = open(10, true)) {
            pulses.pause();
            pin.clearHistory();
            pulses.resume(1000);
            assertThat(pin.isOutput()).isFalse();
            board.clock().advance(micros(100));

            assertThat(all(pulses)).containsExactly(80);
        }
        assertThat(pin.history())
                .containsExactly(
                        new Change(micros(0), false),
                        new Change(micros(1000), true),
                        new Change(micros(1000), false),
                        new Change(micros(1080), true));
    }

    @Test
    void aTriggerOfALineThatIsLowWhenIdleIsAHighPulse() {
        try (PulseIn pulses = open(2, false)) {
            pulses.resume(10);
        }
        assertThat(pin.history()).containsExactly(new Change(micros(0), true), new Change(micros(10), false));
    }

    /** The level is what is wrong, and not the program: the driver of the wire is told, and the recording goes on. */
    @Test
    void aTriggerAgainstADeviceThatDrivesTheLineIsAShortCircuit() {
        try (PulseIn pulses = open(2, true)) {
            pin.drive(true);
            assertThatThrownBy(() -> pulses.resume(80)).hasMessageContaining("short circuit");
            assertThat(pulses.paused()).isTrue();
            pulses.resume();
            drive(false, 77);

            assertThat(all(pulses)).containsExactly(77);
        }
    }

    @Test
    void afterCloseThePinIsFreeAndNothingListens() {
        PulseIn pulses = open(2, true);
        assertThat(pin.isHeld()).isTrue();
        pulses.close();

        assertThat(pin.isHeld()).isFalse();
        drive(true, 10, 10, 10);
        new DigitalInOut(board.blinka().pin("D4")).close();
    }

    @Test
    void aForgottenOneIsAnErrorOfTheSimulatedBoard() {
        SimBoard forgetful = SimBoard.open(Boards.small());
        PulseIn pulses = new PulseIn(forgetful.blinka().pin("D4"));

        assertThatThrownBy(forgetful::close)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("PulseIn(D4)")
                .hasMessageContaining("SimPulsesTest");
        assertThat(pulses.isClosed()).isTrue();
    }
}
