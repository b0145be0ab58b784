// SPDX-License-Identifier: MIT
package blinka4j.drivers.motor;

import static blinka4j.drivers.motor.StepperMotor.Direction.BACKWARD;
import static blinka4j.drivers.motor.StepperMotor.Direction.FORWARD;
import static blinka4j.drivers.motor.StepperMotor.Style.DOUBLE;
import static blinka4j.drivers.motor.StepperMotor.Style.INTERLEAVE;
import static blinka4j.drivers.motor.StepperMotor.Style.MICROSTEP;
import static blinka4j.drivers.motor.StepperMotor.Style.SINGLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import blinka4j.busio.I2C;
import blinka4j.digitalio.DigitalInOut;
import blinka4j.drivers.FakeOutput;
import blinka4j.drivers.mcp230xx.MCP23008;
import blinka4j.drivers.motor.StepperMotor.Direction;
import blinka4j.drivers.motor.StepperMotor.Style;
import blinka4j.drivers.pca9685.PCA9685;
import blinka4j.provider.PwmPort;
import blinka4j.pwmio.PWMOut;
import blinka4j.sim.SimI2CBus;
import blinka4j.sim.chips.SimMCP230xx;
import blinka4j.sim.chips.SimPCA9685;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The values are those of the original's test_stepper.py, where no other source is named. */
class StepperMotorTest {
    private static final int ON = 0xFFFF;

    private final List<FakeOutput> coils =
            Stream.generate(() -> new FakeOutput(1500)).limit(4).toList();
    private final StepperMotor motor = motor(16);

    /** As in the original's tests, the coils are in the order in which they pull. */
    private StepperMotor motor(int microsteps) {
        return new StepperMotor(coils.get(2), coils.get(0), coils.get(1), coils.get(3), microsteps);
    }

    private void assertCoils(int... dutyCycles) {
        assertThat(coils.stream().mapToInt(FakeOutput::dutyCycle).toArray()).containsExactly(dutyCycles);
    }

    @Test
    void itStartsWithOneCoil() {
        assertCoils(ON, 0, 0, 0);
    }

    @Test
    void interleavedStepsAlternateBetweenTwoCoilsAndOne() {
        for (int i = 0; i < 15; i++) {
            motor.onestep(INTERLEAVE);
            int[] expected = new int[4];
            expected[(i / 2 + 1) % 4] = ON;
            if (i % 2 == 0) {
                expected[i / 2 % 4] = ON;
            }
            assertCoils(expected);
        }
        motor.onestep(BACKWARD, INTERLEAVE);
        assertCoils(0, 0, 0, ON);
    }

    @Test
    void twoMicrostepsHaveThePartsOfASine() {
        StepperMotor two = motor(2);
        two.onestep(MICROSTEP);
        assertCoils(0xB504, 0xB504, 0, 0);
        two.onestep(MICROSTEP);
        assertCoils(0, ON, 0, 0);
        two.onestep(MICROSTEP);
        assertCoils(0, 0xB504, 0xB504, 0);
        two.onestep(BACKWARD, MICROSTEP);
        assertCoils(0, ON, 0, 0);
    }

    @Test
    void doubleAndSingleStepsAlign() {
        assertThat(motor.onestep(BACKWARD, DOUBLE)).isEqualTo(-8);
        assertCoils(ON, 0, 0, ON);
        assertThat(motor.onestep(BACKWARD, SINGLE)).isEqualTo(-16);
        assertCoils(0, 0, 0, ON);
        assertThat(motor.onestep(FORWARD, DOUBLE)).isEqualTo(-8);
        assertCoils(ON, 0, 0, ON);
        assertThat(motor.onestep(FORWARD, SINGLE)).isZero();
        assertCoils(ON, 0, 0, 0);
    }

    /** sin(π/32) is 0.0980171, cos(π/32) is 0.9951847. */
    @Test
    void aStepAfterAMicrostepAligns() {
        assertThat(motor.onestep(BACKWARD, MICROSTEP)).isEqualTo(-1);
        assertCoils(0xFEC3, 0, 0, 0x1918);
        assertThat(motor.onestep(BACKWARD)).isEqualTo(-16);
        assertCoils(0, 0, 0, ON);
        assertThat(motor.onestep(MICROSTEP)).isEqualTo(-15);
        assertCoils(0x1918, 0, 0, 0xFEC3);
        assertThat(motor.onestep()).isZero();
        assertCoils(ON, 0, 0, 0);
        motor.onestep(MICROSTEP);
        assertThat(motor.onestep(INTERLEAVE)).isEqualTo(8);
        motor.onestep(MICROSTEP);
        assertThat(motor.onestep(DOUBLE)).isEqualTo(24);
        assertThat(motor.onestep(DOUBLE)).isEqualTo(40);
        motor.onestep(BACKWARD, MICROSTEP);
        assertThat(motor.onestep(BACKWARD, INTERLEAVE)).isEqualTo(32);
    }

    @Test
    void aReleasedMotorHasNoCurrentAndGoesOnWhereItWas() {
        motor.onestep();
        motor.release();
        assertCoils(0, 0, 0, 0);
        assertThat(motor.onestep()).isEqualTo(32);
        assertCoils(0, 0, ON, 0);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3, -2, 17})
    void microstepsThatAreOddOrFewAreRefused(int microsteps) {
        FakeOutput untouched = new FakeOutput(2000);
        assertThatThrownBy(() -> new StepperMotor(untouched, untouched, untouched, untouched, microsteps))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("microsteps", microsteps + ":", "even", "2 or more");
        assertThat(untouched.dutyCycles).isEmpty();
    }

    @Test
    void anOutputThatIsTooSlowIsMadeFasterOrRefused() {
        SimPCA9685 chip = new SimPCA9685();
        PCA9685 pca = new PCA9685(new I2C(new SimI2CBus().attach(0x40, chip)));
        pca.frequency(1000);
        assertThatThrownBy(() -> new StepperMotor(
                        pca.channels().get(0),
                        pca.channels().get(1),
                        pca.channels().get(2),
                        pca.channels().get(3)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("1017.25", "1500 Hz");
        assertThat(chip.dutyCycle(1)).isZero();

        List<String> opened = new ArrayList<>();
        PWMOut fixed = new PWMOut(new Port(opened), 0, 500, false);
        assertThatThrownBy(() -> new StepperMotor(fixed, fixed, fixed, fixed))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("500.0 Hz", "1500 Hz", "may change");
        PWMOut variable = new PWMOut(new Port(opened), 0, 500, true);
        new StepperMotor(variable, variable, variable, variable);
        assertThat(variable.frequency()).isEqualTo(2000);
    }

    /** An output that takes everything. */
    private record Port(List<String> changes) implements PwmPort {
        @Override
        public void set(long periodNanos, long highNanos) {
            changes.add(periodNanos + " " + highNanos);
        }

        @Override
        public String name() {
            return "output";
        }

        @Override
        public void close() {
            changes.add("close");
        }
    }

    // On digital outputs: the tables of the original's stepper.py, as bits of (AIN1, AIN2, BIN1, BIN2).

    private final SimMCP230xx expander = new SimMCP230xx("MCP23008", 0);

    private StepperMotor digital() {
        MCP23008 mcp = new MCP23008(new I2C(new SimI2CBus().attach(0x20, expander)));
        DigitalInOut[] pins = new DigitalInOut[4];
        for (int i = 0; i < pins.length; i++) {
            pins[i] = new DigitalInOut(mcp.getPin(i));
            pins[i].switchToOutput(true);
        }
        return new StepperMotor(pins[0], pins[1], pins[2], pins[3]);
    }

    private int bits() {
        return expander.levels() & 0xF;
    }

    private void assertDigital(Style style, Direction direction, int... bits) {
        StepperMotor stepper = digital();
        assertThat(bits()).isZero();
        for (int i = 0; i < 2 * bits.length; i++) {
            int position = stepper.onestep(direction, style);
            assertThat(position).isEqualTo(direction == FORWARD ? i + 1 : -i - 1);
            assertThat(bits()).as("after step %s", i + 1).isEqualTo(bits[Math.floorMod(position, bits.length)]);
        }
        stepper.release();
        assertThat(bits()).isZero();
    }

    @Test
    void digitalOutputsMakeSingleSteps() {
        assertDigital(SINGLE, FORWARD, 0b0010, 0b0100, 0b0001, 0b1000);
        assertDigital(SINGLE, BACKWARD, 0b0010, 0b0100, 0b0001, 0b1000);
    }

    @Test
    void digitalOutputsMakeDoubleSteps() {
        assertDigital(DOUBLE, FORWARD, 0b1010, 0b0110, 0b0101, 0b1001);
    }

    @Test
    void digitalOutputsMakeHalfSteps() {
        assertDigital(INTERLEAVE, FORWARD, 0b1010, 0b0010, 0b0110, 0b0100, 0b0101, 0b0001, 0b1001, 0b1000);
        assertDigital(INTERLEAVE, BACKWARD, 0b1010, 0b0010, 0b0110, 0b0100, 0b0101, 0b0001, 0b1001, 0b1000);
    }

    @Test
    void digitalOutputsMakeNoMicrosteps() {
        StepperMotor stepper = digital();
        stepper.onestep();
        assertThatThrownBy(() -> stepper.onestep(MICROSTEP))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("digital", "microstep", "PWM outputs");
        assertThat(stepper.onestep()).isEqualTo(2);
    }
}
