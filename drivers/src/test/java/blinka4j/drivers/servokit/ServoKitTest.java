// SPDX-License-Identifier: MIT
package blinka4j.drivers.servokit;

import static blinka4j.drivers.BusAssert.assertFree;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import blinka4j.BusException;
import blinka4j.DeviceNotFoundException;
import blinka4j.busio.I2C;
import blinka4j.drivers.motor.ContinuousServo;
import blinka4j.drivers.motor.Servo;
import blinka4j.sim.SimI2CBus;
import blinka4j.sim.chips.SimPCA9685;
import blinka4j.testing.FaultyI2C;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServoKitTest {
    private final SimPCA9685 chip = new SimPCA9685();
    private final SimI2CBus bus = new SimI2CBus().attach(0x40, chip);
    private final FaultyI2C faulty = new FaultyI2C(bus);
    private final I2C i2c = new I2C(faulty);

    private ServoKit kit(int channels) {
        ServoKit kit = new ServoKit(channels, i2c);
        bus.clock().advance(Duration.ofMillis(1));
        return kit;
    }

    /** Data sheet, 7.3.5: 25 MHz / (4096 × 122) is 50.03 Hz. So 0.75, 1.5 and 2.25 ms are 153.7, 307.4 and 461.1 of 4096 steps. */
    @ParameterizedTest
    @CsvSource({"0, 153", "90, 307", "180, 461"})
    void anAngleIsAPulseAtTheFrequencyThatTheChipHas(double angle, int steps) {
        ServoKit kit = kit(16);
        kit.servo(15).angle(angle);

        assertThat(chip.register(0xFE)).isEqualTo(121);
        assertThat(chip.dutyCycle(15)).isEqualTo(steps / 4096.0);
        assertThat(kit.servo(15).angle()).isCloseTo(angle, within(0.6));
    }

    @Test
    void aChannelHasOneServo() {
        ServoKit kit = kit(8);
        Servo servo = kit.servo(0);
        ContinuousServo other = kit.continuousServo(7);

        assertThat(kit.servo().get(0)).isSameAs(servo).isSameAs(kit.servo(0));
        assertThat(kit.continuousServo().get(7)).isSameAs(other).isSameAs(kit.continuousServo(7));
        assertThat(kit.servo().length()).isEqualTo(8);
        assertThat(kit(16).continuousServo().length()).isEqualTo(16);
        assertThatThrownBy(() -> kit.continuousServo(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("channel 0", "already in use");
        assertThatThrownBy(() -> kit.servo(7))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("channel 7", "already in use");
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 8, Integer.MAX_VALUE})
    void aChannelThatTheBoardDoesNotHaveIsRefused(int channel) {
        ServoKit kit = kit(8);
        assertThatThrownBy(() -> kit.servo(channel))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("channel " + channel, "0 to 7");
        assertThatThrownBy(() -> kit.continuousServo().get(channel)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -8, 7, 9, 12, 32})
    void anotherNumberOfChannelsIsRefusedBeforeTheChipIsTouched(int channels) {
        assertThatThrownBy(() -> new ServoKit(channels, i2c))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("channels", channels + ":", "8 or 16");
        assertThat(chip.register(0)).isEqualTo(0x11);
    }

    @Test
    void frequencyAndClockAreSettings() {
        ServoKit kit = new ServoKit(16, i2c, 0x40, 27_000_000, 60);
        bus.clock().advance(Duration.ofMillis(1));
        // 27 MHz / 4096 / 60 is 109.9; 27 MHz / 4096 / 110 is 59.93 Hz: 1.5 ms are 368.2 of 4096 steps.
        assertThat(chip.register(0xFE)).isEqualTo(109);
        kit.servo(0).angle(90);
        assertThat(chip.dutyCycle(0)).isEqualTo(368 / 4096.0);
        assertThatThrownBy(() -> new ServoKit(16, i2c, 0x40, 25_000_000, 2000))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("2000");
    }

    @Test
    void aNewKitAndANewServoMoveNothing() {
        kit(16).servo(3).angle(90);
        ServoKit again = kit(16);
        again.servo(3);

        assertThat(chip.dutyCycle(3)).isEqualTo(307 / 4096.0);
    }

    @Test
    void aClosedKitHasNoPulses() {
        ServoKit kit = kit(16);
        Servo servo = kit.servo(3);
        servo.angle(90);
        kit.continuousServo(15).throttle(1);
        kit.close();
        kit.close();

        assertThat(chip.dutyCycle(3)).isZero();
        assertThat(chip.dutyCycle(15)).isZero();
        assertThatThrownBy(() -> servo.angle(10)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aKitThatCannotStopOneServoStopsTheOthers() {
        ServoKit kit = kit(16);
        kit.servo(3).angle(90);
        kit.servo(4).angle(90);
        faulty.next(0, FaultyI2C.Fault.NO_ACKNOWLEDGE);

        assertThatThrownBy(kit::close).isInstanceOf(BusException.class);

        assertThat(chip.dutyCycle(4)).isZero();
        assertFree(i2c);
        kit.close();
        assertThat(chip.dutyCycle(3)).isZero();
    }

    @Test
    void aServoThatFailedCanBeMadeAgain() {
        ServoKit kit = kit(16);
        faulty.next(0, FaultyI2C.Fault.NO_ACKNOWLEDGE);
        assertThatThrownBy(() -> kit.servo(2)).isInstanceOf(BusException.class);
        assertFree(i2c);
        kit.continuousServo(2).throttle(0);
        assertThat(chip.dutyCycle(2)).isEqualTo(307 / 4096.0);
    }

    @Test
    void anAbsentBoardIsAnError() {
        assertThatThrownBy(() -> new ServoKit(16, i2c, 0x41)).isInstanceOf(DeviceNotFoundException.class);
    }
}
