// SPDX-License-Identifier: MIT
package blinka4j.drivers.seesaw;

import static blinka4j.drivers.BusAssert.assertFree;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import blinka4j.BusException;
import blinka4j.BusException.Kind;
import blinka4j.NotAvailableException;
import blinka4j.analogio.AnalogIn;
import blinka4j.busio.I2C;
import blinka4j.digitalio.DigitalInOut;
import blinka4j.digitalio.Direction;
import blinka4j.digitalio.DriveMode;
import blinka4j.digitalio.Edge;
import blinka4j.digitalio.Pull;
import blinka4j.sim.I2CPlayback;
import blinka4j.sim.SimI2CBus;
import blinka4j.sim.chips.SeesawPins;
import blinka4j.sim.chips.SimSeesaw;
import blinka4j.testing.FaultyI2C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The pins of a board as objects and as ports, its NeoPixels and its keys. */
class SeesawPortsTest {
    private final SimSeesaw chip = new SimSeesaw();
    private final SeesawPins pins = chip.pins();
    private final SimI2CBus bus = new SimI2CBus().attach(0x49, chip);
    private final FaultyI2C faulty = new FaultyI2C(bus);
    private final I2C i2c = new I2C(faulty);
    private final Seesaw seesaw = new Seesaw(i2c);

    private static Seesaw tiny() {
        return new Seesaw(new I2C(new SimI2CBus().attach(0x49, new SimSeesaw(0x86, 5233))));
    }

    @Test
    void aPinHasDirectionPullAndValue() {
        DigitalIO pin = new DigitalIO(seesaw, 33);
        assertThat(pin.direction()).isEqualTo(Direction.INPUT);
        pin.switchToInput(Pull.UP);
        assertThat(pin.value()).isTrue();
        assertThat(pin.pull()).isEqualTo(Pull.UP);
        pins.connect(33, -1);
        assertThat(pin.value()).isFalse();
        pins.connect(33, 0);
        pin.pull(Pull.DOWN);
        assertThat(pins.pulls()).isEqualTo(1L << 33);
        assertThat(pin.value()).isFalse();
        pin.pull(null);
        assertThat(pins.pulls()).isZero();
        pin.direction(Direction.OUTPUT);
        assertThat(pins.outputs()).isEqualTo(1L << 33);
        assertThat(pin.value()).isFalse();
        pin.value(true);
        assertThat(pin.value()).isTrue();
        assertThatThrownBy(() -> pin.pull(Pull.UP)).isInstanceOf(IllegalStateException.class);
        pin.direction(Direction.INPUT);
        assertThat(pins.outputs()).isZero();
        assertThatThrownBy(() -> new DigitalIO(seesaw, 64))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("0 to 63");
    }

    /** Upstream switches to an output that drives what was there before, and then sets the level. */
    @Test
    void anOutputHasItsLevelFromTheFirstMoment() {
        try (I2CPlayback played = I2CPlayback.at(0x49)
                .writes(0x00, 0x01)
                .sleeps(8)
                .reads(0x86)
                .writes(0x00, 0x01)
                .sleeps(8)
                .reads(0x86)
                .writes(0x00, 0x02)
                .sleeps(8)
                .reads(0, 0, 0, 0)
                .writes(0x00, 0x02)
                .sleeps(8)
                .reads(0, 0, 0, 0)
                .writes(0x01, 0x05, 0x00, 0x00, 0x00, 0x20)
                .writes(0x01, 0x02, 0x00, 0x00, 0x00, 0x20)) {
            new DigitalIO(new Seesaw(new I2C(played), 0x49, null, false), 5).switchToOutput(true);
        }
    }

    @Test
    void aPinIsAPortOfDigitalio() {
        DigitalIO port = new DigitalIO(seesaw, 24);
        DigitalInOut pin = new DigitalInOut(port);
        pin.switchToInput(Pull.UP);
        assertThat(pin.value()).isTrue();
        pins.connect(24, -1);
        assertThat(pin.value()).isFalse();
        pins.connect(24, 0);
        assertThatThrownBy(() -> pin.onEdge(Edge.BOTH, event -> {}))
                .isInstanceOf(NotAvailableException.class)
                .hasMessageContaining("INT");
        assertThatThrownBy(() -> pin.value(true)).isInstanceOf(IllegalStateException.class);
        pin.stopEdges();
        pin.switchToOutput(true);
        assertThat(pin.value()).isTrue();
        pin.value(false);
        assertThat(pins.levels()).isZero();
        assertThatThrownBy(() -> pin.driveMode(DriveMode.OPEN_DRAIN)).isInstanceOf(NotAvailableException.class);
        pin.close();
        assertThatThrownBy(port::value)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("pin 24");
        assertThatThrownBy(() -> port.drive(false)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(port::unwatch).isInstanceOf(IllegalStateException.class);
        port.close();
    }

    @Test
    void anATtinyHasNoPullDown() {
        DigitalIO port = new DigitalIO(tiny(), 5);
        assertThatThrownBy(() -> port.switchToInput(Pull.DOWN)).isInstanceOf(IllegalArgumentException.class);
        assertThat(port.pull()).isNull();
        DigitalInOut pin = new DigitalInOut(port);
        assertThatThrownBy(() -> pin.switchToInput(Pull.DOWN)).isInstanceOf(NotAvailableException.class);
    }

    @Test
    void aPinKeepsItsDirectionIfAWriteFails() {
        DigitalIO pin = new DigitalIO(seesaw, 1);
        bus.failNext(Kind.NO_ACKNOWLEDGE);
        assertThatThrownBy(pin::switchToOutput).isInstanceOf(BusException.class);
        assertFree(i2c);
        assertThat(pin.direction()).isEqualTo(Direction.INPUT);
        pin.switchToOutput();
        assertThat(pins.outputs()).isEqualTo(1 << 1);
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "512, 32800", "1023, 65535"})
    void anAnalogInputIsAPortOfAnalogio(int value, int of16Bits) {
        pins.analog(1, value);
        AnalogInput input = new AnalogInput(seesaw, 3, 0.001);
        assertThat(input.value()).isEqualTo(value);
        try (AnalogIn front = new AnalogIn(input)) {
            assertThat(front.value()).isEqualTo(of16Bits);
            assertThat(front.referenceVoltage()).isEqualTo(3.3);
        }
        assertThatThrownBy(input::value)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("analog pin 3");
    }

    @Test
    void anAnalogInputOfAnotherPinIsRefused() {
        assertThatThrownBy(() -> new AnalogInput(seesaw, 9))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("[2, 3, 4, 5]");
        assertThatThrownBy(() -> new AnalogInput(seesaw, 2, -1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("delay");
    }

    /** Upstream sends the upper 8 bits where the board has 16, and raises an error beyond 255 where it has 8. */
    @Test
    void aDutyCycleIsScaledToTheWidthOfTheBoard() {
        PWMOut pwm = new PWMOut(seesaw, 6);
        pwm.dutyCycle(0xFFFF);
        assertThat(chip.written(0x08, 0x01)).containsExactly(2, 0xFF);
        assertThat(pwm.dutyCycle()).isEqualTo(0xFFFF);
        pwm.fraction(0.5);
        assertThat(chip.written(0x08, 0x01)).containsExactly(2, 0x7F);
        assertThat(pwm.fraction()).isCloseTo(0.5, within(1e-5));
        SimSeesaw other = new SimSeesaw(0x87, 5233);
        PWMOut wide = new PWMOut(new Seesaw(new I2C(new SimI2CBus().attach(0x49, other))), 12);
        wide.dutyCycle(0x1234);
        assertThat(other.written(0x08, 0x01)).containsExactly(12, 0x12, 0x34);
    }

    @Test
    void aPwmOutputIsAPortOfPwmio() {
        PWMOut port = new PWMOut(seesaw, 4);
        assertThat(port.frequency()).isZero();
        assertThatThrownBy(port::exactFrequency).isInstanceOf(IllegalStateException.class);
        var pwm = new blinka4j.pwmio.PWMOut(port, 0x8000, 50, false);
        assertThat(chip.written(0x08, 0x02)).containsExactly(0, 0, 50);
        assertThat(chip.written(0x08, 0x01)).containsExactly(0, 0x80);
        assertThat(port.frequency()).isEqualTo(50);
        assertThat(port.exactFrequency()).isEqualTo(50);
        pwm.close();
        assertThat(chip.written(0x08, 0x01)).containsExactly(0, 0);
        assertThatThrownBy(() -> port.dutyCycle(1))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("PWM pin 4");
        port.close();
    }

    @Test
    void wrongSettingsOfAPwmOutputAreRefused() {
        PWMOut pwm = new PWMOut(seesaw, 4);
        for (int value : new int[] {-1, 65536}) {
            assertThatThrownBy(() -> pwm.dutyCycle(value))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("dutyCycle");
        }
        for (double value : new double[] {-0.01, 1.01, Double.NaN}) {
            assertThatThrownBy(() -> pwm.fraction(value)).isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> pwm.frequency(0)).isInstanceOf(IllegalArgumentException.class);
        assertThat(pwm.frequency()).isZero();
        assertThatThrownBy(() -> pwm.set(10_000, 5_000)).isInstanceOf(NotAvailableException.class);
        assertThatThrownBy(() -> new PWMOut(seesaw, 3))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("[4, 5, 6, 7]");
        assertThat(chip.written(0x08, 0x01)).isEmpty();
    }

    /** Adafruit_seesawPeripheral: 0x01 pin, 0x03 bytes, 0x04 a part of them behind its place, 0x05 show. */
    @Test
    void pixelsAreSentInPartsAndShown() {
        try (I2CPlayback played = I2CPlayback.at(0x49)
                .writes(0x00, 0x01)
                .sleeps(8)
                .reads(0x55)
                .writes(0x00, 0x01)
                .sleeps(8)
                .reads(0x55)
                .writes(0x00, 0x02)
                .sleeps(8)
                .reads(0, 0, 0, 0)
                .writes(0x00, 0x02)
                .sleeps(8)
                .reads(0, 0, 0, 0)
                .writes(0x0E, 0x01, 6)
                .writes(0x0E, 0x03, 0, 24)
                .writes(0x0E, 0x04, 0, 0, 2, 1, 3, 2, 1, 3, 2, 1, 3, 2, 1, 3, 2, 1, 3, 2, 1, 3, 2, 1, 3, 2)
                .writes(0x0E, 0x04, 0, 22, 1, 3)
                .writes(0x0E, 0x05)) {
            Seesaw board = new Seesaw(new I2C(played), 0x49, null, false);
            new NeoPixel(board, 6, 8).fill(0x010203);
        }
    }

    @Test
    void aFrameThatFailedIsSentAgain() {
        NeoPixel pixels = new NeoPixel(seesaw, 6, 1, 0.5, false, NeoPixel.RGBW);
        pixels.set(0, 0, 0, 0, 0x80);
        faulty.next(1, FaultyI2C.Fault.NO_ACKNOWLEDGE);
        assertThatThrownBy(pixels::show).isInstanceOf(BusException.class);
        assertFree(i2c);
        pixels.show();
        assertThat(chip.written(0x0E, 0x03)).containsExactly(0, 4);
        assertThat(chip.written(0x0E, 0x04)).containsExactly(0, 0, 0, 0, 0, 0x40);
        assertThatThrownBy(() -> new NeoPixel(seesaw, 64, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new NeoPixel(seesaw, 6, 21846)).isInstanceOf(IllegalArgumentException.class);
    }

    /** Adafruit_Seesaw.h: 0x01 event, 0x02 and 0x03 interrupt, 0x04 count, 0x10 events. */
    @Test
    void keysHaveEvents() {
        try (I2CPlayback played = I2CPlayback.at(0x2E)
                .writes(0x00, 0x7F, 0xFF)
                .sleeps(500)
                .writes(0x00, 0x01)
                .sleeps(8)
                .reads(0x55)
                .writes(0x00, 0x01)
                .sleeps(8)
                .reads(0x55)
                .writes(0x00, 0x02)
                .sleeps(8)
                .reads(0, 0, 0, 0)
                .writes(0x00, 0x02)
                .sleeps(8)
                .reads(0, 0, 0, 0)
                .writes(0x10, 0x01, 9, 0x11)
                .writes(0x10, 0x01, 9, 0x02)
                .writes(0x10, 0x02, 0x01)
                .writes(0x10, 0x03, 0x01)
                .writes(0x10, 0x04)
                .sleeps(8)
                .reads(2)
                .writes(0x10, 0x10)
                .sleeps(8)
                .reads(9 << 2 | 3, 9 << 2 | 2)) {
            Keypad keypad = new Keypad(new I2C(played), 0x2E);
            keypad.setEvent(9, Keypad.Edge.EDGE_RISING, true);
            keypad.setEvent(9, Keypad.Edge.EDGE_HIGH, false);
            keypad.interruptEnabled(true);
            assertThat(keypad.interruptEnabled()).isTrue();
            keypad.interruptEnabled(false);
            assertThat(keypad.count()).isEqualTo(2);
            assertThat(keypad.readKeypad(2)).containsExactly(39, 38);
            assertThatThrownBy(() -> keypad.setEvent(256, Keypad.Edge.EDGE_LOW, true))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("key");
            assertThatThrownBy(() -> keypad.readKeypad(0)).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
