// SPDX-License-Identifier: MIT
package blinka4j.rotaryio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import blinka4j.NotAvailableException;
import blinka4j.PinException;
import blinka4j.boards.Boards;
import blinka4j.digitalio.DigitalInOut;
import blinka4j.provider.BoardDefinition;
import blinka4j.provider.BoardDefinition.Encoder;
import blinka4j.provider.EncoderPort;
import blinka4j.sim.SimBoard;
import blinka4j.sim.SimEncoder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Encoders that a counter of the hardware counts: the eQEP of a BeagleBone Blue, whose pins E1 are EQEP_0A and EQEP_0B. */
class HardwareEncoderTest {
    private static final String EQEP = "48300180.counter";

    private final SimBoard board = SimBoard.start(Boards.board("BEAGLEBONE_BLUE"));
    private final SimEncoder knob = board.encoder(EQEP + ":0");

    @AfterEach
    void nothingIsLeftOpen() {
        board.close();
        assertThat(knob.isOpen()).isFalse();
    }

    private IncrementalEncoder encoder(String a, String b, int divisor) {
        return new IncrementalEncoder(board.blinka().pin(a), board.blinka().pin(b), divisor);
    }

    private IncrementalEncoder encoder() {
        return encoder("EQEP_0A", "EQEP_0B", 4);
    }

    @Test
    void theCounterOfThePinsCounts() {
        knob.turn(1000);
        try (IncrementalEncoder encoder = encoder()) {
            assertThat(encoder.isHardware()).isTrue();
            assertThat(encoder).hasToString("IncrementalEncoder(EQEP_0A, EQEP_0B)");
            assertThat(encoder.position()).isZero();
            knob.turn(40);
            assertThat(encoder.position()).isEqualTo(10);
            knob.turn(-44);
            assertThat(encoder.position()).isEqualTo(-1);
            encoder.position(1_000_000);
            knob.turn(8_000_000);
            assertThat(encoder.position()).isEqualTo(3_000_000);
            assertThat(encoder.illegalTransitions()).isZero();
        }
    }

    /** The same pins by the names of their lines. */
    @Test
    void theCounterIsFoundByAnyNameOfThePinsAndSwappedPinsCountTheOtherWay() {
        try (IncrementalEncoder encoder = encoder("GPIO3_19", "GPIO3_18", 1)) {
            knob.turn(5);
            assertThat(encoder.position()).isEqualTo(-5);
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 7, 7", "2, 7, 3", "4, 7, 1", "4, 3, 0", "4, -3, 0", "4, -4, -1", "2, -3, -1"})
    void theDivisorIsTheNumberOfStepsForOneChange(int divisor, int steps, int position) {
        try (IncrementalEncoder encoder = encoder("EQEP_0A", "EQEP_0B", divisor)) {
            assertThat(encoder.divisor()).isEqualTo(divisor);
            knob.turn(steps);
            assertThat(encoder.position()).isEqualTo(position);
            knob.turn(-steps);
            assertThat(encoder.position()).isZero();
        }
    }

    @Test
    void stepsBetweenTwoDetentsAreKept() {
        try (IncrementalEncoder encoder = encoder()) {
            for (int i = 1; i <= 8; i++) {
                knob.turn(1);
                assertThat(encoder.position()).as("after %s steps", i).isEqualTo(i / 4);
            }
            knob.turn(7);
            encoder.position(100);
            knob.turn(1);
            assertThat(encoder.position()).isEqualTo(101);
            knob.turn(5);
            encoder.divisor(1);
            assertThat(encoder.position()).as("one of the five was left").isEqualTo(102);
            knob.turn(1);
            assertThat(encoder.position()).isEqualTo(103);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 3, -4, 8})
    void anotherDivisorIsRefused(int divisor) {
        assertThatThrownBy(() -> encoder("EQEP_0A", "EQEP_0B", divisor))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("divisor", String.valueOf(divisor), "1, 2 or 4");
        try (IncrementalEncoder encoder = encoder()) {
            assertThatThrownBy(() -> encoder.divisor(divisor)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    /** As with a device tree in which the counter is off. */
    @Test
    void pinsWhoseCounterIsMissingAreWatchedForEdges() {
        try (IncrementalEncoder encoder = encoder("EQEP_1A", "EQEP_1B", 1)) {
            assertThat(encoder.isHardware()).isFalse();
            board.pin("EQEP_1A").drive(false);
            board.pin("EQEP_1B").drive(false);
            assertThat(encoder.position()).isEqualTo(2);
        }
        try (IncrementalEncoder encoder = encoder("EQEP_0A", "EQEP_1B", 1)) {
            assertThat(encoder.isHardware()).as("pins of two counters").isFalse();
        }
    }

    @Test
    void thePinsAndTheCounterAreHeld() {
        try (IncrementalEncoder encoder = encoder()) {
            for (String pin : new String[] {"EQEP_0A", "GPIO3_19"}) {
                assertThatThrownBy(() -> new DigitalInOut(board.blinka().pin(pin)))
                        .isInstanceOf(PinException.class)
                        .hasMessageContaining("already open as IncrementalEncoder(a=");
            }
            assertThatThrownBy(() -> new IncrementalEncoder(EQEP, 0))
                    .isInstanceOf(PinException.class)
                    .hasMessageContaining("already open as IncrementalEncoder");
            assertThat(encoder.isClosed()).isFalse();
        }
        new DigitalInOut(board.blinka().pin("EQEP_0A")).close();
    }

    @Test
    void aCounterIsOpenedByItsName() {
        SimEncoder fourth = board.encoder("104-quad-8:3");
        try (IncrementalEncoder encoder = new IncrementalEncoder("104-quad-8", 3)) {
            assertThat(encoder.isHardware()).isTrue();
            assertThat(encoder).hasToString("IncrementalEncoder(104-quad-8:3)");
            fourth.turn(-9);
            assertThat(encoder.position()).isEqualTo(-2);
        }
        assertThat(fourth.isOpen()).isFalse();
    }

    @Test
    void anUnknownCounterIsRefused() {
        assertThatThrownBy(() -> new IncrementalEncoder("48304180.counter", 0))
                .isInstanceOf(NotAvailableException.class)
                .hasMessageContainingAll("no counter 48304180.counter:0", "SimBoard.encoder");
        assertThatThrownBy(() -> new IncrementalEncoder(" ", 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("counter");
        assertThatThrownBy(() -> new IncrementalEncoder(EQEP, -1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("count -1");
    }

    @Test
    void aClosedEncoderSaysSoAndCanBeOpenedAnew() {
        IncrementalEncoder encoder = encoder();
        knob.turn(4);
        encoder.close();
        encoder.close();
        assertThat(encoder.isClosed()).isTrue();
        assertThatThrownBy(encoder::position)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContainingAll("IncrementalEncoder(EQEP_0A, EQEP_0B) is closed", "a new IncrementalEncoder");
        assertThatThrownBy(encoder::isHardware).isInstanceOf(IllegalStateException.class);
        try (IncrementalEncoder again = encoder()) {
            assertThat(again.position()).isZero();
        }
    }

    @Test
    void anEncoderIsClosedWithItsBoard() {
        SimBoard other = SimBoard.open(board.definition()).lenient();
        SimEncoder itsKnob = other.encoder(EQEP + ":0");
        IncrementalEncoder encoder = new IncrementalEncoder(
                other.blinka().pin("EQEP_0A"), other.blinka().pin("EQEP_0B"));
        assertThat(itsKnob.isOpen()).isTrue();
        other.close();
        assertThat(itsKnob.isOpen()).isFalse();
        assertThatThrownBy(encoder::position)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContainingAll("closed", "BeagleBone Blue");
    }

    @Test
    void aSimulatedPortIsOpenOnceAndRefusedAfterItsEnd() {
        Encoder encoder = board.definition().encoders().get(0);
        EncoderPort port = board.blinka().provider().openEncoder(encoder);
        assertThat(port.name()).isEqualTo(EQEP + ":0");
        assertThatThrownBy(() -> board.blinka().provider().openEncoder(encoder))
                .isInstanceOf(PinException.class)
                .hasMessageContaining("in use");
        port.close();
        port.close();
        assertThatThrownBy(port::steps).isInstanceOf(IllegalStateException.class);
    }

    /** P9_42 and P9_27; P8_35 and P8_33; P8_12 and P8_11; P8_41 and P8_42: System Reference Manual of the BeagleBone Black, 7. */
    @ParameterizedTest
    @CsvSource({
        "P9_42B, P9_27, 48300180.counter",
        "P8_35, P8_33, 48302180.counter",
        "P8_12, P8_11, 48304180.counter",
        "P8_41, P8_42, 48304180.counter"
    })
    void thePinsOfABeagleBoneBlackHaveCounters(String a, String b, String counter) {
        BoardDefinition black = Boards.board("BEAGLEBONE_BLACK");
        try (SimBoard on = SimBoard.open(black)) {
            SimEncoder itsKnob = on.encoder(counter + ":0");
            try (IncrementalEncoder encoder =
                    new IncrementalEncoder(on.blinka().pin(a), on.blinka().pin(b))) {
                itsKnob.turn(4);
                assertThat(encoder.position()).isEqualTo(1);
            }
        }
    }
}
