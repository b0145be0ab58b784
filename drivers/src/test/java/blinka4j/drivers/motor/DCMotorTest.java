// SPDX-License-Identifier: MIT
package blinka4j.drivers.motor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import blinka4j.BusException;
import blinka4j.busio.I2C;
import blinka4j.drivers.FakeOutput;
import blinka4j.drivers.motor.DCMotor.DecayMode;
import blinka4j.drivers.pca9685.PCA9685;
import blinka4j.sim.SimI2CBus;
import blinka4j.sim.chips.SimPCA9685;
import blinka4j.testing.FaultyI2C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DCMotorTest {
    private final FakeOutput positive = new FakeOutput(50);
    private final FakeOutput negative = new FakeOutput(50);
    private final DCMotor motor = new DCMotor(positive, negative);

    /**
     * Data sheet of the TB6612FNG, "H-SW Control Function": IN1 high and IN2 low is clockwise, low and high counterclockwise, both high
     * a brake, both low off.
     */
    @ParameterizedTest
    @CsvSource({
        "FAST_DECAY, 1, 65535, 0",
        "FAST_DECAY, 0.5, 32767, 0",
        "FAST_DECAY, -1, 0, 65535",
        "FAST_DECAY, -0.25, 0, 16383",
        "FAST_DECAY, 0, 65535, 65535",
        "FAST_DECAY, -0.0, 65535, 65535",
        "FAST_DECAY, NaN, 0, 0",
        "SLOW_DECAY, 1, 65535, 0",
        "SLOW_DECAY, 0.5, 65535, 32768",
        "SLOW_DECAY, -1, 0, 65535",
        "SLOW_DECAY, -0.25, 49152, 65535",
        "SLOW_DECAY, 0, 65535, 65535",
        "SLOW_DECAY, NaN, 0, 0"
    })
    void theThrottleIsOnTheTwoOutputs(DecayMode mode, double throttle, int onPositive, int onNegative) {
        motor.decayMode(mode);
        motor.throttle(throttle);

        assertThat(motor.decayMode()).isEqualTo(mode);
        assertThat((Object) motor.throttle()).isEqualTo(throttle);
        assertThat(positive.dutyCycles).containsExactly(onPositive);
        assertThat(negative.dutyCycles).containsExactly(onNegative);
    }

    @Test
    void aNewMotorIsNotTouched() {
        assertThat(motor.throttle()).isNaN();
        assertThat(motor.decayMode()).isEqualTo(DecayMode.FAST_DECAY);
        assertThat(positive.dutyCycles).isEmpty();
    }

    @Test
    void aClosedMotorSpinsFreely() {
        motor.throttle(1);
        motor.close();
        assertThat(positive.dutyCycle() | negative.dutyCycle()).isZero();
        assertThat(motor.throttle()).isNaN();
        motor.throttle(-1);
        motor.throttle(null);
        assertThat(positive.dutyCycle() | negative.dutyCycle()).isZero();
    }

    @ParameterizedTest
    @ValueSource(doubles = {-1.001, 1.001, Double.POSITIVE_INFINITY})
    void aThrottleOutOfRangeIsRefused(double throttle) {
        motor.throttle(0.5);
        assertThatThrownBy(() -> motor.throttle(throttle))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("throttle", String.valueOf(throttle), "-1 to 1", "NaN");
        assertThat(motor.throttle()).isEqualTo(0.5);
        assertThat(positive.dutyCycles).hasSize(1);
    }

    @Test
    void aThrottleThatWasNotWrittenIsNotSet() {
        SimPCA9685 chip = new SimPCA9685();
        FaultyI2C faulty = new FaultyI2C(new SimI2CBus().attach(0x40, chip));
        PCA9685 pca = new PCA9685(new I2C(faulty));
        DCMotor onChip = new DCMotor(pca.channels().get(0), pca.channels().get(1));
        onChip.throttle(0.5);
        faulty.next(1, FaultyI2C.Fault.NO_ACKNOWLEDGE);

        assertThatThrownBy(() -> onChip.throttle(-1)).isInstanceOf(BusException.class);

        assertThat(onChip.throttle()).isEqualTo(0.5);
        assertThat(chip.dutyCycle(0))
                .as("the motor stands until the next throttle")
                .isZero();
        onChip.throttle(-1);
        assertThat(chip.dutyCycle(1)).isEqualTo(1);
    }
}
