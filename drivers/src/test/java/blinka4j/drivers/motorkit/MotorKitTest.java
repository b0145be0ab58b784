// SPDX-License-Identifier: MIT
package blinka4j.drivers.motorkit;

import static blinka4j.drivers.BusAssert.assertFree;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import blinka4j.BusException;
import blinka4j.DeviceNotFoundException;
import blinka4j.busio.I2C;
import blinka4j.drivers.motor.DCMotor;
import blinka4j.drivers.motor.StepperMotor;
import blinka4j.sim.SimI2CBus;
import blinka4j.sim.chips.SimPCA9685;
import blinka4j.testing.FaultyI2C;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The outputs of the terminals are those of Adafruit_CircuitPython_MotorKit, and of Adafruit's library for Arduino. */
class MotorKitTest {
    private final SimPCA9685 chip = new SimPCA9685();
    private final SimI2CBus bus = new SimI2CBus().attach(0x60, chip);
    private final FaultyI2C faulty = new FaultyI2C(bus);
    private final I2C i2c = new I2C(faulty);
    private final MotorKit kit = new MotorKit(i2c);

    MotorKitTest() {
        bus.clock().advance(Duration.ofMillis(1));
    }

    private List<Integer> high() {
        return IntStream.range(0, 16)
                .filter(output -> chip.dutyCycle(output) == 1)
                .boxed()
                .toList();
    }

    static Stream<Arguments> motors() {
        return Stream.of(
                Arguments.of((Function<MotorKit, DCMotor>) MotorKit::motor1, 8, 9, 10),
                Arguments.of((Function<MotorKit, DCMotor>) MotorKit::motor2, 13, 11, 12),
                Arguments.of((Function<MotorKit, DCMotor>) MotorKit::motor3, 2, 3, 4),
                Arguments.of((Function<MotorKit, DCMotor>) MotorKit::motor4, 7, 5, 6));
    }

    @ParameterizedTest
    @MethodSource("motors")
    void aMotorHasThreeOutputs(Function<MotorKit, DCMotor> which, int speed, int positive, int negative) {
        DCMotor motor = which.apply(kit);
        assertThat(high()).containsExactly(speed);
        assertThat(which.apply(kit)).isSameAs(motor);

        motor.throttle(1);
        assertThat(high()).containsExactlyInAnyOrder(speed, positive);
        motor.throttle(-1);
        assertThat(high()).containsExactlyInAnyOrder(speed, negative);
        motor.throttle(0.5);
        assertThat(chip.dutyCycle(positive)).isEqualTo(2047 / 4096.0);
        kit.close();
        assertThat(IntStream.range(0, 16).filter(output -> chip.dutyCycle(output) > 0))
                .isEmpty();
    }

    static Stream<Arguments> steppers() {
        return Stream.of(
                Arguments.of((Function<MotorKit, StepperMotor>) MotorKit::stepper1, 8, 13, new int[] {9, 11, 10, 12}),
                Arguments.of((Function<MotorKit, StepperMotor>) MotorKit::stepper2, 7, 2, new int[] {3, 5, 4, 6}));
    }

    @ParameterizedTest
    @MethodSource("steppers")
    void aStepperHasSixOutputs(Function<MotorKit, StepperMotor> which, int speedA, int speedB, int[] coils) {
        StepperMotor stepper = which.apply(kit);
        assertThat(which.apply(kit)).isSameAs(stepper);
        for (int i = 0; i < 5; i++) {
            assertThat(high()).containsExactlyInAnyOrder(speedA, speedB, coils[i % 4]);
            assertThat(stepper.onestep()).isEqualTo(16 * (i + 1));
        }
        stepper.release();
        assertThat(high()).containsExactlyInAnyOrder(speedA, speedB);
    }

    @Test
    void terminalsHaveOneUse() {
        kit.motor2();
        assertThatThrownBy(kit::stepper1)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContainingAll("stepper1", "motor1 or motor2", "in use");
        MotorKit other = new MotorKit(i2c);
        other.motor1();
        assertThatThrownBy(other::stepper1).isInstanceOf(IllegalStateException.class);
        MotorKit third = new MotorKit(i2c);
        third.motor3();
        assertThatThrownBy(third::stepper2).hasMessageContainingAll("stepper2", "motor3 or motor4", "in use");
        MotorKit fourth = new MotorKit(i2c);
        fourth.motor4();
        assertThatThrownBy(fourth::stepper2).isInstanceOf(IllegalStateException.class);
        kit.stepper2();
        assertThatThrownBy(kit::motor3)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContainingAll("motor3", "stepper2", "in use");
        assertThatThrownBy(kit::motor4).isInstanceOf(IllegalStateException.class);
        assertThat(kit.motor1()).isNotSameAs(kit.motor2());
        assertThat(high()).containsExactlyInAnyOrder(13, 8, 7, 2, 3);
    }

    /** Data sheet, 7.3.5: 25 MHz / 4096 / 1600 is 3.8, and the least prescaler is 3: 1525.9 Hz. */
    @Test
    void theFrequencyIsTheNearestThatTheChipHas() {
        assertThat(kit.frequency()).isCloseTo(1525.88, within(0.01));
        kit.frequency(100);
        assertThat(chip.register(0xFE)).isEqualTo(60);
        assertThatThrownBy(() -> kit.frequency(1744)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> kit.frequency(23)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new MotorKit(0x60, i2c, 16, 2000)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aStepperThatWouldBeTooSlowSwitchesNothingOn() {
        kit.frequency(1000);
        bus.clock().advance(Duration.ofMillis(1));

        assertThatThrownBy(kit::stepper1)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("stepper1", "1500.0 Hz", "1017.25", "frequency(1600)");
        assertThat(high()).isEmpty();
        kit.motor1().throttle(1);
        assertThat(high()).containsExactlyInAnyOrder(8, 9);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 15, -2})
    void microstepsThatAreOddOrFewAreRefusedBeforeTheChipIsTouched(int microsteps) {
        SimPCA9685 untouched = new SimPCA9685();
        bus.attach(0x61, untouched);
        assertThatThrownBy(() -> new MotorKit(0x61, i2c, microsteps, 1600))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("steppersMicrosteps", microsteps + ":", "even");
        assertThat(untouched.register(0)).isEqualTo(0x11);
    }

    @Test
    void twoMicrostepsAreTheFewest() {
        assertThat(new MotorKit(0x60, i2c, 2, 1600).stepper1()).isNotNull();
    }

    @Test
    void aStepperThatFailedSwitchesItsOutputsOffAndCanBeMadeAgain() {
        // Three readings of the frequency for each of five outputs, two outputs on, then the coils.
        faulty.next(18, FaultyI2C.Fault.NO_ACKNOWLEDGE);
        assertThatThrownBy(kit::stepper1).isInstanceOf(BusException.class);
        assertFree(i2c);
        assertThat(chip.dutyCycle(8) + chip.dutyCycle(13)).isZero();

        kit.stepper1();
        assertThat(high()).containsExactlyInAnyOrder(8, 13, 9);
    }

    @Test
    void aKitThatCannotStopOneOutputStopsTheOthers() {
        kit.motor1().throttle(1);
        faulty.next(0, FaultyI2C.Fault.NO_ACKNOWLEDGE);

        assertThatThrownBy(kit::close).isInstanceOf(BusException.class);

        assertThat(high()).containsExactly(8);
        kit.close();
        assertThat(high()).isEmpty();
    }

    @Test
    void anAbsentBoardIsAnError() {
        assertThatThrownBy(() -> new MotorKit(0x62, i2c)).isInstanceOf(DeviceNotFoundException.class);
    }
}
