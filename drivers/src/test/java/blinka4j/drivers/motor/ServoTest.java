// SPDX-License-Identifier: MIT
package blinka4j.drivers.motor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import blinka4j.busio.I2C;
import blinka4j.drivers.FakeOutput;
import blinka4j.drivers.pca9685.PCA9685;
import blinka4j.pwmio.PWMOut;
import blinka4j.sim.SimI2CBus;
import blinka4j.sim.chips.SimPCA9685;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServoTest {
    private final FakeOutput output = new FakeOutput(50);

    /** Data sheet of the SG90: pulses of 1, 1.5 and 2 ms in a period of 20 ms are its left end, its middle and its right end. */
    @ParameterizedTest
    @CsvSource({"0, 1.0", "90, 1.5", "180, 2.0", "45, 1.25"})
    void theAngleIsALengthOfThePulses(double angle, double millis) {
        Servo servo = new Servo(output, 1000, 2000);
        servo.angle(angle);

        assertThat(output.dutyCycle() / 65535.0 * 20).isCloseTo(millis, within(0.0004));
        assertThat(servo.angle()).isCloseTo(angle, within(0.06));
        assertThat(servo.fraction()).isCloseTo(angle / 180, within(0.0004));
    }

    @Test
    void aNewServoGetsNoPulses() {
        Servo servo = new Servo(output);

        assertThat(output.dutyCycles).isEmpty();
        assertThat(servo.angle()).isNaN();
        assertThat(servo.fraction()).isNaN();
        assertThat(servo.actuationRange()).isEqualTo(180);
    }

    @Test
    void nanAndNullEndThePulses() {
        Servo servo = new Servo(output);
        servo.angle(10);
        servo.angle(Double.NaN);
        assertThat(output.dutyCycle()).isZero();
        servo.angle(10);
        servo.angle(null);
        assertThat(output.dutyCycle()).isZero();
        servo.fraction(0.5);
        assertThat(output.dutyCycle()).isEqualTo(4914);
        servo.fraction(null);
        assertThat(output.dutyCycle()).isZero();
        assertThat(servo.angle()).isNaN();
        servo.angle(servo.angle());
        assertThat(output.dutyCycles).hasSize(7);
    }

    @Test
    void rangeAndPulsesCanChange() {
        Servo servo = new Servo(output, 270, 500, 2500);
        servo.angle(270);
        assertThat(output.dutyCycle()).isEqualTo(8191); // 2.5 ms of 20 ms
        servo.actuationRange(90);
        servo.angle(45);
        assertThat(output.dutyCycle()).isEqualTo(1638 + 3276); // 0.5 ms, and half of 2 ms
        servo.setPulseWidthRange();
        servo.angle(0);
        assertThat(output.dutyCycle()).isEqualTo(2457);
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.001, 180.001, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    void anAngleOutOfRangeIsRefused(double angle) {
        Servo servo = new Servo(output);
        assertThatThrownBy(() -> servo.angle(angle))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("angle", angle + "°", "0 to 180");
        assertThatThrownBy(() -> servo.fraction(angle))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("fraction", "0 to 1");
        assertThat(output.dutyCycles).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -90, Double.NaN, Double.POSITIVE_INFINITY})
    void aRangeWithoutAnglesIsRefused(double range) {
        assertThatThrownBy(() -> new Servo(output, range, 750, 2250))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("actuationRange");
    }

    /** 500 Hz is what a {@code PWMOut} has if the program names no frequency. */
    @ParameterizedTest
    @CsvSource({"50, 750, 750", "50, 2250, 750", "50, -1, 2250", "50, 750, 20001", "500, 750, 2250"})
    void pulsesThatDoNotFitThePeriodAreRefused(double hertz, int minPulse, int maxPulse) {
        FakeOutput other = new FakeOutput(hertz);
        assertThatThrownBy(() -> new Servo(other, minPulse, maxPulse))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll(minPulse + " to " + maxPulse + " us", (int) (1e6 / hertz) + " us", "50 Hz");
    }

    @Test
    void aContinuousServoHasASpeed() {
        ContinuousServo servo = new ContinuousServo(output, 1000, 2000);
        assertThat(servo.throttle()).isNaN();
        servo.throttle(-1);
        assertThat(output.dutyCycle()).isEqualTo(3276); // 1 ms of 20 ms
        assertThat(servo.throttle()).isEqualTo(-1);
        servo.throttle(1);
        assertThat(output.dutyCycle()).isEqualTo(6553); // 2 ms
        assertThat(servo.throttle()).isEqualTo(1);
        servo.close();
        assertThat(output.dutyCycle()).isEqualTo(4914); // 1.5 ms
        assertThat(servo.throttle()).isCloseTo(0, within(0.001));
    }

    @ParameterizedTest
    @ValueSource(doubles = {-1.001, 1.001, Double.NaN})
    void aSpeedOutOfRangeIsRefused(double throttle) {
        ContinuousServo servo = new ContinuousServo(output);
        assertThatThrownBy(() -> servo.throttle(throttle))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("throttle", "-1 to 1");
        assertThat(output.dutyCycles).isEmpty();
    }

    /** CircuitPython returns -0.37° there, and refuses it when it is set again. */
    @Test
    void anAngleThatWasReadCanBeSetAgain() {
        SimPCA9685 chip = new SimPCA9685();
        PCA9685 pca = new PCA9685(new I2C(new SimI2CBus().attach(0x40, chip)));
        pca.frequency(50);
        Servo servo = new Servo(pca.channels().get(7));
        for (double angle : new double[] {0, 180, 90}) {
            servo.angle(angle);
            assertThat(servo.angle()).isCloseTo(angle, within(0.6)).isBetween(0.0, 180.0);
            servo.angle(servo.angle());
        }
        ContinuousServo other = new ContinuousServo(pca.channels().get(8));
        other.throttle(-1);
        other.throttle(other.throttle());
        // Data sheet: 25 MHz / 4096 / 122 is 50.03 Hz; 0.75 ms are 153.7 of 4096 steps.
        assertThat(chip.dutyCycle(8)).isEqualTo(153 / 4096.0);
    }

    @Test
    void aPwmOutIsAnOutput() {
        SimPCA9685 chip = new SimPCA9685();
        PCA9685 pca = new PCA9685(new I2C(new SimI2CBus().attach(0x40, chip)));
        pca.frequency(50);
        try (PWMOut pwm = new PWMOut(pca.channels().get(0), 0, 50, false)) {
            new Servo(pwm).angle(90);
            assertThat(pwm.dutyCycle()).isEqualTo(4914);
            assertThat(chip.dutyCycle(0)).isEqualTo(307 / 4096.0);
        }
    }
}
