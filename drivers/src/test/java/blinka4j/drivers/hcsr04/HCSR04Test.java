// SPDX-License-Identifier: MIT
package blinka4j.drivers.hcsr04;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import blinka4j.BusException;
import blinka4j.BusException.Kind;
import blinka4j.PinException;
import blinka4j.digitalio.DigitalInOut;
import blinka4j.drivers.PinBoard;
import blinka4j.microcontroller.Pin;
import blinka4j.sim.SimBoard;
import blinka4j.sim.SimPin;
import blinka4j.sim.chips.SimHCSR04;
import java.time.Duration;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HCSR04Test {
    private final SimBoard board = PinBoard.open();
    private final Pin trigger = board.blinka().pin("D5");
    private final Pin echo = board.blinka().pin("D6");

    @AfterEach
    void close() {
        board.close();
    }

    /** The sensor's echo pulse begins so many µs after its trigger, and is so long. */
    private void echoes(long after, long micros) {
        SimPin out = board.pin("D6").drive(false);
        board.pin("D5").onLevel(high -> {
            if (!high) {
                board.clock().after(Duration.ofNanos(after * 1000), () -> out.drive(true));
                board.clock().after(Duration.ofNanos((after + micros) * 1000), () -> out.drive(false));
            }
        });
    }

    private static void timesOut(HCSR04 sonar) {
        assertThatThrownBy(sonar::distance)
                .asInstanceOf(InstanceOfAssertFactories.type(BusException.class))
                .extracting(BusException::kind)
                .isEqualTo(Kind.TIMEOUT);
    }

    /** Data sheet: the time of the echo in µs by 58 is the distance in cm; with 340 m/s, the distance is the time times 340 m/s by 2. */
    @ParameterizedTest
    @CsvSource({"118, 2.006", "1000, 17", "5882, 99.994", "23529, 399.993", "36999, 628.983"})
    void theDistanceIsHalfOfWhatSoundTravelsDuringTheEcho(long micros, double cm) {
        echoes(450, micros);
        try (HCSR04 sonar = new HCSR04(trigger, echo)) {
            assertThat(sonar.distance()).isCloseTo(cm, within(1e-9));
            assertThat(micros / 58.0).isCloseTo(cm, within(0.02 * cm));
            assertThat(sonar).hasToString("HCSR04 on PulseIn(D6)");
        }
    }

    @Test
    void theTriggerIsHighForTenMicroseconds() {
        echoes(450, 1000);
        try (HCSR04 sonar = new HCSR04(trigger, echo)) {
            sonar.distance();
        }
        assertThat(board.pin("D5").history())
                .containsExactly(
                        new SimPin.Change(Duration.ZERO, true), new SimPin.Change(Duration.ofNanos(10_000), false));
    }

    /** CircuitPython's driver begins to record after the trigger. */
    @Test
    void anEchoThatBeginsAtOnceIsMeasuredToo() {
        echoes(0, 1000);
        try (HCSR04 sonar = new HCSR04(trigger, echo)) {
            assertThat(sonar.distance()).isEqualTo(17.0);
        }
    }

    @Test
    void eachMeasurementIsANewOne() {
        SimHCSR04 chip = new SimHCSR04().distance(2);
        chip.attachTo(board, "D5", "D6");
        try (HCSR04 sonar = new HCSR04(trigger, echo)) {
            for (double cm : new double[] {2, 399.9, 57.25}) {
                chip.distance(cm);
                assertThat(sonar.distance()).isCloseTo(cm, within(0.01));
                assertThat(board.clock().now()).isLessThan(Duration.ofMillis(200));
            }
        }
    }

    /** Data sheet: without an obstacle the pulse takes 38 ms. CircuitPython's driver takes that for 646 cm. */
    @ParameterizedTest
    @ValueSource(longs = {37_000, 38_000, 65_000, 65_535, 90_000})
    void aPulseWithoutAnEchoIsATimeout(long micros) {
        echoes(450, micros);
        try (HCSR04 sonar = new HCSR04(trigger, echo)) {
            timesOut(sonar);
        }
    }

    @Test
    void nothingInRangeIsATimeoutAndTheNextMeasurementWorks() {
        SimHCSR04 chip = new SimHCSR04().distance(401);
        chip.attachTo(board, "D5", "D6");
        try (HCSR04 sonar = new HCSR04(trigger, echo)) {
            timesOut(sonar);
            chip.distance(400);
            assertThat(sonar.distance()).isCloseTo(400, within(0.01));
        }
    }

    @Test
    void aSensorThatDoesNotAnswerIsATimeoutAfterTheGivenTime() {
        try (HCSR04 sonar = new HCSR04(trigger, echo)) {
            timesOut(sonar);
            assertThat(board.clock().now()).isBetween(Duration.ofMillis(100), Duration.ofMillis(102));
        }
        Duration before = board.clock().now();
        try (HCSR04 sonar = new HCSR04(trigger, echo, 0.25)) {
            timesOut(sonar);
        }
        assertThat(board.clock().now().minus(before)).isBetween(Duration.ofMillis(250), Duration.ofMillis(252));
    }

    /** The pulse of the measurement before is still on. */
    @Test
    void aPulseThatHasBegunBeforeIsNotMeasured() {
        board.pin("D6").drive(true);
        board.clock().after(Duration.ofMillis(5), () -> board.pin("D6").drive(false));
        try (HCSR04 sonar = new HCSR04(trigger, echo)) {
            timesOut(sonar);
        }
    }

    /** It begins before the driver looks, and so ends the time after the echo, which is 82 µs. */
    @Test
    void theTimeAfterAnEchoIsNotTheNextMeasurement() {
        SimPin out = board.pin("D6").drive(false);
        boolean[] reflects = {true};
        board.pin("D5").onLevel(high -> {
            if (!high) {
                board.clock().after(Duration.ofNanos(100_000), () -> out.drive(true));
                board.clock().after(Duration.ofNanos(218_000), () -> out.drive(false));
            }
            if (!high && reflects[0]) {
                board.clock().after(Duration.ofNanos(300_000), () -> out.drive(true));
                board.clock().after(Duration.ofNanos(5_000_000), () -> out.drive(false));
            }
        });
        try (HCSR04 sonar = new HCSR04(trigger, echo)) {
            assertThat(sonar.distance()).isCloseTo(2.006, within(1e-9));
            reflects[0] = false;
            board.clock().advance(Duration.ofMillis(60));
            assertThat(sonar.distance()).isCloseTo(2.006, within(1e-9));
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {1e-6, 60})
    void theShortestAndTheLongestTimeoutArePossible(double seconds) {
        try (HCSR04 sonar = new HCSR04(trigger, echo, seconds)) {
            timesOut(sonar);
            assertThat(board.clock().now()).isGreaterThanOrEqualTo(Duration.ofNanos(Math.round(seconds * 1e9)));
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -1, 60.1, Double.NaN, Double.POSITIVE_INFINITY})
    void aTimeoutOutOfRangeIsRefusedBeforeAPinIsOpened(double seconds) {
        assertThatThrownBy(() -> new HCSR04(trigger, echo, seconds))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("timeout of " + seconds);
        assertThat(Stream.of("D5", "D6").filter(pin -> board.pin(pin).isHeld())).isEmpty();
    }

    @Test
    void ifOnePinIsInUseTheOtherIsFreed() {
        try (DigitalInOut user = new DigitalInOut(echo)) {
            assertThatThrownBy(() -> new HCSR04(trigger, echo))
                    .isInstanceOf(PinException.class)
                    .hasMessageContaining(user.toString().replaceFirst(",.*", ")"));
            assertThat(board.pin("D5").isHeld()).isFalse();
        }
    }

    @Test
    void closingFreesBothPins() {
        HCSR04 sonar = new HCSR04(trigger, echo);
        sonar.close();
        sonar.close();
        assertThat(board.pin("D5").isHeld()).isFalse();
        assertThat(board.pin("D6").isHeld()).isFalse();
        assertThatThrownBy(sonar::distance).isInstanceOf(IllegalStateException.class);
    }
}
