// SPDX-License-Identifier: MIT
package blinka4j.sim.parts;

import static blinka4j.time.Time.sleep;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import blinka4j.board.Board;
import blinka4j.digitalio.DigitalInOut;
import blinka4j.digitalio.DriveMode;
import blinka4j.digitalio.Pull;
import blinka4j.microcontroller.Pin;
import blinka4j.pwmio.PWMOut;
import blinka4j.sim.Boards;
import blinka4j.sim.SimBoard;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Servos, LEDs and motors. */
class OutputPartsTest {
    private final SimBoard board = SimBoard.start(Boards.small());

    @AfterEach
    void close() {
        board.close();
    }

    private static void pulse(PWMOut pwm, double micros) {
        pwm.dutyCycle((int) Math.round(micros / 20_000 * 65535));
    }

    /** The table of a vendor's data sheet of the SG90: 500 µs is 0°, 1500 µs is 90°, 2500 µs is 180°. D18 has a PWM controller, D5 has not. */
    @ParameterizedTest
    @CsvSource({"D18, 500, 0", "D18, 833, 30", "D18, 1500, 90", "D18, 2500, 180", "D5, 1166, 60", "D5, 2165, 150"})
    void theLengthOfThePulsesIsTheAngleOfAServo(String name, double micros, double degrees) {
        SimServo servo = new SimServo(board, name);
        Pin pin = board.blinka().pin(name);
        try (PWMOut pwm = new PWMOut(pin, 0, 50)) {
            pulse(pwm, micros);
            assertThat(servo.target()).isCloseTo(degrees, within(0.2));
            sleep(1);
            assertThat(servo.angle()).isCloseTo(degrees, within(0.2));
        }
    }

    /** 60° in 0.1 s. */
    @Test
    void aServoNeedsTimeToTurn() {
        SimServo servo = new SimServo(board, "D18");
        try (PWMOut pwm = new PWMOut(Board.D18, 0, 50)) {
            pulse(pwm, 2500);
            assertThat(servo.angle()).isZero();
            sleep(0.1);
            assertThat(servo.angle()).isCloseTo(60, within(1e-6));
            sleep(0.05);
            assertThat(servo.angle()).isCloseTo(90, within(1e-6));
            pulse(pwm, 500);
            sleep(0.1);
            assertThat(servo.angle()).isCloseTo(30, within(0.1));
            pwm.dutyCycle(0);
            sleep(1);
            assertThat(servo.angle()).as("without pulses").isCloseTo(30, within(0.1));
            servo.speed(1);
            pulse(pwm, 2500);
            board.runUntil(() -> servo.angle() >= 90, Duration.ofSeconds(2));
            assertThat(board.clock().now()).isCloseTo(Duration.ofMillis(2250), Duration.ofMillis(5));
            servo.speed(0);
            assertThat(servo.angle()).isCloseTo(180, within(0.1));
        }
    }

    @Test
    void aServoTurnsToItsEndsAtMost() {
        SimServo servo = new SimServo(board, "D18", 1000, 2000, 90).speed(0);
        try (PWMOut pwm = new PWMOut(Board.D18, 0, 50)) {
            pulse(pwm, 1500);
            assertThat(servo.angle()).isCloseTo(45, within(0.1));
            pulse(pwm, 2600);
            assertThat(servo.angle()).isEqualTo(90);
            pulse(pwm, 600);
            assertThat(servo.angle()).isZero();
            assertThat(servo).hasToString("SimServo(D18) at 0.0°");
        }
    }

    @Test
    void aServoHasPulsesThatArePossible() {
        assertThatIllegalArgumentException().isThrownBy(() -> new SimServo(board, "D18", 2000, 1000, 90));
        assertThatIllegalArgumentException().isThrownBy(() -> new SimServo(board, "D18").speed(-1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"D18", "D5"})
    void anLedIsAsBrightAsItsPwm(String name) {
        SimLed led = new SimLed(board, name);
        SimLed toPower = new SimLed(board, name, Rail.POWER);
        assertThat(led.brightness()).isZero();
        assertThat(toPower.brightness()).isZero();
        try (PWMOut pwm = new PWMOut(board.blinka().pin(name), 0, 1000)) {
            pwm.dutyCycle(65535);
            assertThat(led.brightness()).isEqualTo(1);
            assertThat(toPower.brightness()).isZero();
            pwm.dutyCycle(16384);
            assertThat(led.brightness()).isCloseTo(0.25, within(1e-3));
            assertThat(toPower.brightness()).isCloseTo(0.75, within(1e-3));
            pwm.dutyCycle(0);
            assertThat(led.isOn()).isFalse();
            assertThat(toPower.isOn()).isTrue();
        }
        assertThat(toPower.isOn()).isFalse();
    }

    @Test
    void anLedShinesAtAHighOutput() {
        SimLed led = new SimLed(board, "D5");
        SimLed toPower = new SimLed(board, "D5", Rail.POWER);
        try (DigitalInOut pin = new DigitalInOut(Board.D5)) {
            pin.switchToInput(Pull.UP);
            assertThat(led.isOn()).as("a pull-up has too little current").isFalse();
            pin.switchToOutput(true);
            assertThat(led.brightness()).isEqualTo(1);
            assertThat(toPower.brightness()).isZero();
            pin.value(false);
            assertThat(led.brightness()).isZero();
            assertThat(toPower.brightness()).isEqualTo(1);
        }
        assertThat(toPower.isOn()).isFalse();
        assertThat(led).hasToString("SimLed(D5) at 0 %");
    }

    @Test
    void threeColorsAreMixed() {
        SimRgbLed cathode = new SimRgbLed(board, "D18", "D5", "D6");
        SimRgbLed anode = new SimRgbLed(board, "D18", "D5", "D6", Rail.POWER);
        assertThat(cathode.color()).isZero();
        try (PWMOut red = new PWMOut(Board.D18, 65535, 1000);
                PWMOut green = new PWMOut(Board.D5, 32768, 1000);
                DigitalInOut blue = new DigitalInOut(Board.D6)) {
            blue.switchToOutput(false);
            assertThat(cathode.color()).isEqualTo(0xFF8000);
            assertThat(anode.color()).isIn(0x007FFF, 0x0080FF);
            green.dutyCycle(0);
            red.dutyCycle(0);
            blue.value(true);
            assertThat(cathode.color()).isEqualTo(0x0000FF);
        }
        assertThat(board.parts()).containsExactly(cathode, anode);
    }

    /** The table of the DRV8833's data sheet: high and low is forward, low and high reverse, both low coast, both high brake. */
    @Test
    void aMotorFollowsItsInputs() {
        SimDcMotor motor = new SimDcMotor(board, "D18", "D5");
        try (PWMOut in1 = new PWMOut(Board.D18, 0, 1000);
                PWMOut in2 = new PWMOut(Board.D5, 0, 1000)) {
            assertThat(motor.throttle()).isZero();
            in1.dutyCycle(65535);
            assertThat(motor.throttle()).isEqualTo(1);
            in2.dutyCycle(65535);
            assertThat(motor.throttle()).isZero();
            in1.dutyCycle(0);
            assertThat(motor.throttle()).isEqualTo(-1);
            in2.dutyCycle(16384);
            assertThat(motor.throttle()).isCloseTo(-0.25, within(1e-3));
        }
    }

    /** D18 has a PWM controller, D5 and D6 have not. */
    @Test
    void aWireBringsPwmToAnotherPin() {
        board.wire("D5", "D18");
        SimLed led = new SimLed(board, "D5");
        SimServo servo = new SimServo(board, "D5").speed(0);
        try (PWMOut pwm = new PWMOut(Board.D18, 0, 50)) {
            pulse(pwm, 1500);
            assertThat(led.brightness()).isCloseTo(0.075, within(1e-3));
            assertThat(servo.angle()).isCloseTo(90, within(0.2));
            assertThat(board.pwm("D6").isRunning()).isFalse();

            board.wire("D6", "D5");
            assertThat(board.pwm("D6").frequency()).isCloseTo(50, within(1e-3));
            board.unwire("D5");
            assertThat(led.isOn()).isFalse();
            assertThat(board.pwm("D5").isRunning()).isFalse();
            assertThat(board.pwm("D6").isRunning()).isTrue();
        }
        assertThat(board.pwm("D6").isRunning()).isFalse();
    }

    @Test
    void aWireBringsALevelToAnLed() {
        board.wire("D5", "D6");
        SimLed led = new SimLed(board, "D5");
        SimLed toPower = new SimLed(board, "D5", Rail.POWER);
        try (DigitalInOut pin = new DigitalInOut(Board.D6)) {
            pin.switchToInput(Pull.UP);
            assertThat(led.isOn() || toPower.isOn())
                    .as("a pull-up has too little current")
                    .isFalse();
            pin.switchToOutput(true);
            assertThat(led.isOn()).isTrue();
            assertThat(toPower.isOn()).isFalse();
            pin.switchToOutput(true, DriveMode.OPEN_DRAIN);
            assertThat(led.isOn() || toPower.isOn())
                    .as("an open-drain output drives no high level")
                    .isFalse();
            pin.value(false);
            assertThat(toPower.isOn()).isTrue();
        }
    }

    /** 1500 us of 20 ms is 90°, at 60° in 0.1 s. The servo sees new pulses with the next one. */
    @Test
    void aServoAtTheOutputOfAChip() {
        double[] dutyCycle = {0};
        SimServo servo = new SimServo(board, () -> 20_000 * dutyCycle[0]);
        sleep(1);
        assertThat(servo.angle()).isZero();
        dutyCycle[0] = 0.075;
        sleep(0.07);
        assertThat(servo.angle()).isBetween(29.9, 42.1);
        sleep(1);
        assertThat(servo.angle()).isCloseTo(90, within(1e-6));
        assertThat(board.parts()).containsExactly(servo);
    }
}
