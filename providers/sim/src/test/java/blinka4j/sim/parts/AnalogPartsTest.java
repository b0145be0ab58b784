// SPDX-License-Identifier: MIT
package blinka4j.sim.parts;

import static blinka4j.time.Time.monotonic;
import static blinka4j.time.Time.sleep;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import blinka4j.analogio.AnalogIn;
import blinka4j.board.Board;
import blinka4j.digitalio.DigitalInOut;
import blinka4j.provider.BoardDefinition;
import blinka4j.provider.BoardDefinition.AnalogInput;
import blinka4j.sim.Boards;
import blinka4j.sim.Motion;
import blinka4j.sim.SimBoard;
import blinka4j.sim.chips.SimMCP3xxx;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A knob, and a resistor with a capacitor. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class AnalogPartsTest {
    private final SimBoard board = SimBoard.start(withAnalogInput(Boards.small()));

    @AfterEach
    void close() {
        board.close();
    }

    private static BoardDefinition withAnalogInput(BoardDefinition from) {
        return new BoardDefinition(
                from.id(),
                from.name(),
                from.pins(),
                from.i2cBuses(),
                from.spiBuses(),
                from.uarts(),
                from.pwms(),
                List.of(new AnalogInput("adc", 0, "A0")),
                List.of(),
                List.of(),
                List.of(),
                null);
    }

    @Test
    void aKnobDividesTheSupply() {
        SimPotentiometer knob = new SimPotentiometer(board, "A0");
        try (AnalogIn input = new AnalogIn(board.blinka().pin("A0"))) {
            assertThat(input.value()).isEqualTo(32768);
            knob.position(0);
            assertThat(input.value()).isZero();
            knob.position(1);
            assertThat(input.value()).isEqualTo(65535);
            knob.quantity("position").follow(Motion.sine(0.5, 0.25, Duration.ofSeconds(4)));
            sleep(1);
            assertThat(input.value()).isEqualTo(49151); // 0.75 · 65535
            assertThat(knob.volts()).isCloseTo(2.475, within(1e-9));
        }
    }

    @Test
    void aKnobMayBeAtAConverter() {
        SimMCP3xxx converter = new SimMCP3xxx(SimMCP3xxx.Model.MCP3008);
        board.spi().attach(0, converter);
        SimPotentiometer knob = new SimPotentiometer(board, converter.quantity("CH3"));

        knob.position(0.25);
        assertThat(converter.quantity("CH3").value()).isCloseTo(0.825, within(1e-9));
        knob.position(1);
        assertThat(converter.quantity("CH3").value()).isEqualTo(3.3);
        assertThat(board.parts()).containsExactly(knob, converter);
    }

    /** The loop of Adafruit's guide "Basic Resistor Sensor Reading on Raspberry Pi", with a clock instead of a counter. */
    private static double chargingTime() {
        try (DigitalInOut pin = new DigitalInOut(Board.D18)) {
            pin.switchToOutput(false);
            sleep(0.1);
            pin.switchToInput();
            double start = monotonic();
            while (!pin.value()) {
                // The guide counts here.
            }
            return monotonic() - start;
        }
    }

    /** t = -RC ln(1 - 1.65 V / 3.3 V) = 0.693147 RC. The guide's 1 µF, and sensors in bright light, in a room and in the dark. */
    @ParameterizedTest
    @CsvSource({"1_000, 0.000693147", "6_500, 0.00450546", "10_000, 0.00693147", "1_000_000, 0.693147"})
    void aCapacitorChargesInTheTimeOfItsResistor(String ohms, double seconds) {
        SimRcCircuit sensor = new SimRcCircuit(board, "D18", Double.parseDouble(ohms.replace("_", "")), 1e-6);

        assertThat(chargingTime()).isCloseTo(seconds, within(2e-6));
        sleep(1);
        sensor.resistance(10_000);
        assertThat(chargingTime()).isCloseTo(0.00693147, within(2e-6));
    }

    @Test
    void thePinIsHighUntilItIsDischargedAndThenHasNoGlitch() {
        new SimRcCircuit(board, "D18", 10_000, 1e-6);
        assertThat(board.pin("D18").level()).isTrue();
        board.pin("D18").clearHistory();

        chargingTime();

        assertThat(board.pin("D18").history().stream().map(change -> change.level()))
                .containsExactly(false, true);
        assertThat(board.pin("D18").history().get(1).time()).isEqualTo(Duration.ofNanos(106_931_472));
    }

    /** e^(-t/RC): after one time constant 63.2 % of the supply. */
    @Test
    void theVoltageIsThatOfACapacitor() {
        SimRcCircuit sensor = new SimRcCircuit(board, "D18", 10_000, 1e-6);
        assertThat(sensor.volts()).isEqualTo(3.3);
        try (DigitalInOut pin = new DigitalInOut(Board.D18)) {
            pin.switchToOutput(false);
            sleep(50e-6);
            assertThat(sensor.volts()).as("after 50 ohms · 1 µF").isCloseTo(3.3 / Math.E, within(1e-6));
            sleep(0.1);
            assertThat(sensor.volts()).isCloseTo(0, within(1e-6));
            pin.switchToInput();
            sleep(0.01);
            assertThat(sensor.volts()).isCloseTo(3.3 * 0.6321206, within(1e-6));
        }
    }

    @Test
    void aProgramThatDoesNotWaitForTheDischargeSeesAHighPin() {
        new SimRcCircuit(board, "D18", 10_000, 1e-6);
        try (DigitalInOut pin = new DigitalInOut(Board.D18)) {
            pin.switchToOutput(false);
            pin.switchToInput();
            assertThat(pin.value()).isTrue();
            sleep(1);
            assertThat(pin.value()).isTrue();
            pin.switchToOutput(false);
            sleep(0.1);
            pin.value(true);
            sleep(0.1);
            pin.switchToInput();
            assertThat(pin.value()).as("charged by the output").isTrue();
        }
    }

    @Test
    void wrongPartsAreErrors() {
        assertThatIllegalArgumentException().isThrownBy(() -> new SimRcCircuit(board, "D18", 0, 1e-6));
        assertThatIllegalArgumentException().isThrownBy(() -> new SimRcCircuit(board, "D18", 1000, 0));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SimPotentiometer(board, "A0").position(1.1))
                .withMessageContainingAll("position", "1.1");
    }
}
