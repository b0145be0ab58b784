// SPDX-License-Identifier: MIT
package blinka4j.drivers.apds9960;

import static blinka4j.drivers.BusAssert.assertFree;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import blinka4j.BusException;
import blinka4j.DeviceNotFoundException;
import blinka4j.busio.I2C;
import blinka4j.drivers.apds9960.APDS9960.ColorData;
import blinka4j.drivers.apds9960.APDS9960.Gesture;
import blinka4j.drivers.apds9960.APDS9960.ProximityInterruptThreshold;
import blinka4j.sim.I2CRecorder;
import blinka4j.sim.Registers8;
import blinka4j.sim.SimI2CBus;
import blinka4j.sim.chips.SimAPDS9960;
import blinka4j.testing.FaultyI2C;
import java.time.Duration;
import java.util.HexFormat;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class APDS9960Test {
    private final SimAPDS9960 chip = new SimAPDS9960();
    private final Registers8 registers = chip.registers();
    private final SimI2CBus bus = new SimI2CBus().attach(0x39, chip);
    private final I2C i2c = new I2C(bus);

    @Test
    void theConstructorResetsTheChipAndSetsDefaults() {
        registers
                .register(0x80, 0x7F)
                .register(0x8C, 0x13)
                .register(0xA0, 9, 9, 9, 9)
                .register(0xA6, 9);
        I2CRecorder recorder = new I2CRecorder(bus);
        assertThat(new APDS9960(new I2C(recorder)).enable()).isTrue();
        assertThat(recorder.writes(0x39).stream().map(HexFormat.of()::formatHex))
                .containsSubsequence("8000", "8c03", "8900", "8b00", "a000", "a100", "a200", "a300", "a600")
                .containsSubsequence("ab00", "81ff", "8f00", "e7", "ab04", "8001")
                .containsSubsequence(
                        "8001", "8c43", "8900", "8b05", "a005", "a11e", "a282", "a341", "a685", "8100", "8f01");
        assertThat(bus.clock().now()).isBetween(Duration.ofMillis(35), Duration.ofMillis(50));
    }

    @Test
    void withoutResetAndDefaultsTheChipStaysAsItIs() {
        registers.register(0x80, 0x47).register(0x8F, 0x0E).register(0xA3, 0x60);
        I2CRecorder recorder = new I2CRecorder(bus);
        APDS9960 sensor = new APDS9960(new I2C(recorder), 90, false, false);
        assertThat(recorder.writes(0x39))
                .allSatisfy(bytes -> assertThat(bytes.length).isLessThan(2));
        assertThat(sensor.rotation()).isEqualTo(90);
        assertThat(sensor.enable() && sensor.enableColor() && sensor.enableProximity() && sensor.enableGesture())
                .isTrue();
        assertThat(sensor.enableProximityInterrupt()).isFalse();
        assertThat(sensor.colorGain()).isEqualTo(2);
        assertThat(sensor.proximityGain()).isEqualTo(3);
        assertThat(sensor.gestureGain()).isEqualTo(3);
        assertThat(sensor.colorIntegrationTime()).isEqualTo(1);
    }

    @Test
    void eachEngineHasItsBit() {
        APDS9960 sensor = new APDS9960(i2c);
        sensor.enableColor(true);
        assertThat(registers.register(0x80)).isEqualTo(0x03);
        sensor.enableProximity(true);
        assertThat(registers.register(0x80)).isEqualTo(0x07);
        sensor.enableProximityInterrupt(true);
        assertThat(registers.register(0x80)).isEqualTo(0x27);
        sensor.enableGesture(true);
        assertThat(registers.register(0x80)).isEqualTo(0x67);
        sensor.enable(false);
        assertThat(registers.register(0x80)).isEqualTo(0x66);
        assertThat(sensor.enable()).isFalse();
    }

    @Test
    void gainsAndTimesAreThoseOfTheDataSheet() {
        APDS9960 sensor = new APDS9960(i2c);
        sensor.proximityGain(2);
        sensor.colorGain(3);
        assertThat(registers.register(0x8F)).isEqualTo(0x0B);
        sensor.gestureGain(1);
        assertThat(registers.register(0xA3)).isEqualTo(0x21);
        sensor.colorIntegrationTime(72);
        assertThat(registers.register(0x81)).isEqualTo(0xB8);
        assertThat(sensor.colorIntegrationTime()).isEqualTo(72);
        sensor.colorIntegrationTime(256);
        assertThat(registers.register(0x81)).isZero();
        assertThat(sensor.colorIntegrationTime()).isEqualTo(256);
    }

    @Test
    void theProximityInterruptHasLimitsAndPersistence() {
        APDS9960 sensor = new APDS9960(i2c);
        assertThat(sensor.proximityInterruptThreshold()).isEqualTo(new ProximityInterruptThreshold(0, 5, 4));
        sensor.proximityInterruptThreshold(10);
        sensor.proximityInterruptThreshold(255, 175);
        assertThat(sensor.proximityInterruptThreshold()).isEqualTo(new ProximityInterruptThreshold(255, 175, 4));
        sensor.proximityInterruptThreshold(1, 255, 15);
        assertThat(sensor.proximityInterruptThreshold()).isEqualTo(new ProximityInterruptThreshold(1, 255, 15));
        chip.quantity("proximity").value(0);
        sensor.enableProximity(true);
        assertThat(sensor.proximity()).isZero();
        assertThat(registers.register(0x93) & 0x20).isEqualTo(0x20);
        sensor.clearInterrupt();
        assertThat(registers.register(0x93) & 0x20).isZero();
        chip.quantity("proximity").value(255);
        assertThat(sensor.proximity()).isEqualTo(255);
    }

    /** eldruin/apds9960-rs, tests/light.rs. */
    @ParameterizedTest
    @CsvSource({"0x1234, 0x3456, 0x5678, 0x789A", "0, 0, 0, 0", "65535, 65535, 65535, 65535", "0xFF00, 0x00FF, 1, 256"})
    void theColorsAreReadInOneTransfer(String clear, String red, String green, String blue) {
        Registers8 fixed = new Registers8().register(0x92, 0xA8);
        int[] words = {Integer.decode(clear), Integer.decode(red), Integer.decode(green), Integer.decode(blue)};
        fixed.u16le(0x94, words);
        APDS9960 sensor = new APDS9960(new I2C(new SimI2CBus().attach(0x39, fixed)));
        assertThat(sensor.colorData()).isEqualTo(new ColorData(words[1], words[2], words[3], words[0]));
    }

    @Test
    void aColorIsReadyAfterItsTimeAndUntilItIsRead() {
        APDS9960 sensor = new APDS9960(i2c);
        sensor.colorIntegrationTime(10);
        sensor.enableColor(true);
        assertThat(sensor.colorDataReady()).isFalse();
        bus.clock().advance(Duration.ofMillis(28));
        assertThat(sensor.colorDataReady()).isTrue();
        // 80 counts in a step, ten steps, four times the gain.
        assertThat(sensor.colorData()).isEqualTo(new ColorData(3200, 2800, 2400, 8000));
        assertThat(sensor.colorDataReady()).isFalse();
    }

    private static int[] reading(int up, int down, int left, int right) {
        return new int[] {up, down, left, right};
    }

    private APDS9960 gestures(int rotation) {
        APDS9960 sensor = new APDS9960(i2c, rotation);
        registers.register(0xA2, 0x02);
        return sensor;
    }

    /** A hand that goes up is seen by the lower diode last. */
    @ParameterizedTest
    @CsvSource({
        "0, UP, RIGHT, DOWN, LEFT",
        "90, RIGHT, DOWN, LEFT, UP",
        "180, DOWN, LEFT, UP, RIGHT",
        "270, LEFT, UP, RIGHT, DOWN"
    })
    void eachDirectionIsAGestureAndIsTurned(int rotation, Gesture up, Gesture right, Gesture down, Gesture left) {
        APDS9960 sensor = gestures(rotation);
        assertThat(chip.gestures(reading(200, 100, 100, 100), reading(100, 200, 100, 100)))
                .isNotNull();
        assertThat(sensor.gesture()).isEqualTo(up);
        chip.gestures(reading(100, 200, 100, 100), reading(200, 100, 100, 100));
        assertThat(sensor.gesture()).isEqualTo(down);
        chip.gestures(reading(100, 100, 200, 100), reading(100, 100, 100, 200));
        assertThat(sensor.gesture()).isEqualTo(left);
        chip.gestures(reading(100, 100, 100, 200), reading(100, 100, 200, 100));
        assertThat(sensor.gesture()).isEqualTo(right);
        assertThat(sensor.gesture()).isEqualTo(Gesture.NONE);
    }

    /** The stronger direction counts. The original has LEFT for the third. */
    @ParameterizedTest
    @CsvSource({
        "200, 100, 100, 150, UP",
        "200, 100, 100, 200, RIGHT",
        "100, 150, 100, 250, RIGHT",
        "100, 250, 100, 150, DOWN",
        "100, 150, 250, 100, LEFT",
        "200, 100, 250, 100, LEFT"
    })
    void ofTwoDirectionsTheStrongerCounts(int up, int down, int left, int right, Gesture gesture) {
        APDS9960 sensor = gestures(0);
        chip.gestures(reading(up, down, left, right), reading(down, up, right, left));
        assertThat(sensor.gesture()).isEqualTo(gesture);
    }

    /** (115 - 100) * 100 / 215 is 6, (100 - 115) * 100 / 215 is −7. */
    @Test
    void smallChangesAndUselessReadingsAreNoGesture() {
        APDS9960 sensor = gestures(0);
        chip.gestures(reading(115, 100, 100, 100), reading(100, 115, 100, 100));
        assertThat(sensor.gesture()).isEqualTo(Gesture.NONE);
        chip.gestures(reading(200, 100, 100, 100));
        assertThat(sensor.gesture()).isEqualTo(Gesture.NONE);
        chip.gestures(
                reading(255, 255, 255, 255),
                reading(200, 29, 100, 100),
                reading(0, 0, 0, 0),
                reading(30, 100, 100, 100));
        assertThat(sensor.gesture()).isEqualTo(Gesture.NONE);
        chip.gestures(
                reading(0, 0, 0, 0),
                reading(30, 100, 100, 100),
                reading(29, 100, 100, 100),
                reading(100, 30, 100, 100),
                reading(255, 255, 255, 255));
        assertThat(sensor.gesture()).isEqualTo(Gesture.DOWN);
    }

    @Test
    void anOverflowIsClearedAndTheNextGestureIsWaitedFor() {
        APDS9960 sensor = gestures(0);
        chip.gestures(IntStream.range(0, 40)
                .mapToObj(i -> reading(200, 100, 100, 100))
                .toArray(int[][]::new));
        bus.clock()
                .after(
                        Duration.ofMillis(50),
                        () -> chip.gestures(reading(200, 100, 99, 99), reading(100, 200, 99, 99)));
        assertThat(sensor.gesture()).isEqualTo(Gesture.UP);
        chip.gestures(IntStream.range(0, 40)
                .mapToObj(i -> reading(200, 100, 100, 100))
                .toArray(int[][]::new));
        assertThat(sensor.gesture()).isEqualTo(Gesture.NONE);
    }

    @Test
    void aGestureThatDoesNotEndIsGivenUp() {
        Registers8 stuck =
                new Registers8().register(0x92, 0xAB).register(0x93, 0x04).register(0xAE, 1);
        SimI2CBus other = new SimI2CBus().attach(0x39, stuck);
        APDS9960 sensor = new APDS9960(new I2C(other));
        assertThat(sensor.gesture()).isEqualTo(Gesture.NONE);
        assertThat(other.clock().now()).isBetween(Duration.ofSeconds(9), Duration.ofSeconds(11));
    }

    @Test
    void moreReadingsThanTheChipHoldsAreAnError() {
        Registers8 broken =
                new Registers8().register(0x92, 0xAB).register(0x93, 0x04).register(0xAE, 33);
        I2C port = new I2C(new SimI2CBus().attach(0x39, broken));
        APDS9960 sensor = new APDS9960(port);
        assertThatThrownBy(sensor::gesture).isInstanceOf(BusException.class).hasMessageContaining("33 readings");
        assertFree(port);
        broken.register(0xAE, 0);
        assertThat(sensor.gesture()).isEqualTo(Gesture.NONE);
    }

    /** The original's colorutility, for the same colors. */
    @Test
    void colorTemperatureAndLuxAreThoseOfTheOriginal() {
        assertThat(APDS9960.calculateLux(100, 100, 100)).isCloseTo(52.18, within(1e-9));
        assertThat(APDS9960.calculateLux(1000, 800, 400)).isCloseTo(645.272, within(1e-9));
        assertThat(APDS9960.calculateColorTemperature(100, 100, 100)).isCloseTo(8890.352224925, within(1e-6));
        assertThat(APDS9960.calculateColorTemperature(1000, 800, 400)).isCloseTo(2668.964892534, within(1e-6));
    }

    @Test
    void whatTheChipDoesNotHaveIsRefused() {
        APDS9960 sensor = new APDS9960(i2c);
        for (int wrong : new int[] {-1, 4}) {
            assertThatThrownBy(() -> sensor.proximityGain(wrong)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> sensor.colorGain(wrong)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> sensor.gestureGain(wrong)).isInstanceOf(IllegalArgumentException.class);
        }
        for (int wrong : new int[] {0, 257}) {
            assertThatThrownBy(() -> sensor.colorIntegrationTime(wrong)).isInstanceOf(IllegalArgumentException.class);
        }
        for (int wrong : new int[] {-90, 45, 360}) {
            assertThatThrownBy(() -> sensor.rotation(wrong)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> new APDS9960(i2c, wrong)).isInstanceOf(IllegalArgumentException.class);
        }
        for (int wrong : new int[] {-1, 256}) {
            assertThatThrownBy(() -> sensor.proximityInterruptThreshold(wrong))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> sensor.proximityInterruptThreshold(1, wrong))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> sensor.proximityInterruptThreshold(wrong, 1, 1))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> sensor.proximityInterruptThreshold(1, 1, wrong))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThat(sensor.proximityInterruptThreshold()).isEqualTo(new ProximityInterruptThreshold(0, 5, 4));
    }

    @ParameterizedTest
    @ValueSource(ints = {0x00, 0x92, 0xFF})
    void anotherChipIsRefused(int id) {
        registers.register(0x92, id);
        assertThatThrownBy(() -> new APDS9960(i2c))
                .isInstanceOf(DeviceNotFoundException.class)
                .hasMessageContainingAll("no APDS9960 at address 0x39", "expected 0xab");
    }

    @Test
    void anAbsentChipIsNotFound() {
        I2C empty = new I2C(new SimI2CBus());
        assertThatThrownBy(() -> new APDS9960(empty)).isInstanceOf(DeviceNotFoundException.class);
    }

    @Test
    void afterAFailedTransferInTheMiddleTheNextOneWorks() {
        FaultyI2C faulty = new FaultyI2C(bus);
        I2C port = new I2C(faulty);
        APDS9960 sensor = new APDS9960(port);
        registers.register(0xA2, 0x02);
        for (int transfer = 0; transfer < 4; transfer++) {
            chip.gestures(reading(200, 100, 100, 100), reading(100, 200, 100, 100));
            faulty.next(transfer, FaultyI2C.Fault.NO_ACKNOWLEDGE);
            assertThatThrownBy(sensor::gesture).isInstanceOf(BusException.class);
            assertFree(port);
            assertThat(sensor.gesture()).isEqualTo(Gesture.UP);
        }
        faulty.next(3, FaultyI2C.Fault.NO_ACKNOWLEDGE);
        assertThatThrownBy(() -> sensor.colorGain(3)).isInstanceOf(BusException.class);
        assertFree(port);
        assertThat(sensor.colorGain()).isEqualTo(1);
        sensor.colorGain(3);
        assertThat(sensor.colorGain()).isEqualTo(3);
    }
}
