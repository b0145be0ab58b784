// SPDX-License-Identifier: MIT
package blinka4j.drivers.tcs34725;

import static blinka4j.drivers.BusAssert.assertFree;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import blinka4j.BusException;
import blinka4j.BusException.Kind;
import blinka4j.DeviceNotFoundException;
import blinka4j.busio.I2C;
import blinka4j.drivers.tcs34725.TCS34725.ColorRaw;
import blinka4j.drivers.tcs34725.TCS34725.ColorRgbBytes;
import blinka4j.sim.I2CPlayback;
import blinka4j.sim.Registers8;
import blinka4j.sim.SimI2CBus;
import blinka4j.sim.chips.SimTCS34725;
import blinka4j.testing.FaultyI2C;
import java.time.Duration;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TCS34725Test {
    private final SimTCS34725 chip = new SimTCS34725();
    private final Registers8 registers = chip.registers();
    private final SimI2CBus bus = new SimI2CBus().attach(0x29, chip);
    private final I2C i2c = new I2C(bus);

    /** A chip that holds these counts. */
    private static TCS34725 with(int clear, int red, int green, int blue) {
        Registers8 fixed = new Registers8().pointerMask(0x1F).register(0x12, 0x44, 0x01);
        fixed.u16le(0x14, clear, red, green, blue);
        return new TCS34725(new I2C(new SimI2CBus().attach(0x29, fixed)));
    }

    @Test
    void aSleepingSensorIsWokenForOneReading() {
        try (I2CPlayback played = I2CPlayback.at(0x29)
                .register(0x92, 0x44)
                .register(0x81, 0xFF)
                .writes(0x81, 0xFF)
                .register(0xA0, 0x10, 0xFF, 0, 0xFF, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)
                .register(0x80, 0x10)
                .register(0x80, 0x10)
                .register(0x80, 0x10)
                .writes(0x80, 0x11)
                .sleeps(Duration.ofNanos(2_640_000))
                .writes(0x80, 0x13)
                .sleeps(Duration.ofNanos(5_280_000))
                .register(0xB3, 0x00, 0, 0, 0, 0, 0, 0, 0, 0)
                .sleeps(Duration.ofNanos(2_640_000))
                .register(0xB3, 0x01, 0x23, 0x01, 0x67, 0x45, 0xAB, 0x89, 0xEF, 0xCD)
                .writes(0x80, 0x10)) {
            // eldruin/tcs3472-rs, tests/measurements.rs
            assertThat(new TCS34725(new I2C(played)).colorRaw())
                    .isEqualTo(new ColorRaw(0x4567, 0x89AB, 0xCDEF, 0x0123));
        }
    }

    @Test
    void anActiveSensorIsReadInTwoTransfers() {
        try (I2CPlayback played = I2CPlayback.at(0x29)
                .register(0x92, 0x4D)
                .register(0x81, 0xFF)
                .writes(0x81, 0xFF)
                .register(0xA0, 0x03, 0xFF, 0, 0xFF, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)
                .sleeps(Duration.ofNanos(5_280_000))
                .register(0xB3, 0x01, 0x64, 0x00, 0x32, 0, 0x28, 0, 0x1E, 0)
                .register(0xA0, 0x03, 0xFF, 0, 0xFF, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)
                .register(0xB3, 0x01, 0x64, 0x00, 0x32, 0, 0x28, 0, 0x1E, 0)) {
            TCS34725 sensor = new TCS34725(new I2C(played));
            // Infrared: (50 + 40 + 30 - 100) / 2 = 10. 0.136 * 40 + 30 - 0.444 * 20 = 26.56; 26.56 / (2.4 / 310)
            assertThat(sensor.lux()).isCloseTo(3430.6667, within(1e-3));
            // 3810 * 20 / 40 + 1391
            assertThat(sensor.colorTemperature()).isCloseTo(3296, within(1e-9));
        }
    }

    /** Application note DN40 of ams. */
    @ParameterizedTest
    @CsvSource({
        "0, 0, 0, 0, 0, 1391",
        "10, 0, 0, 10, -573.5, 38101391",
        "767, 0, 0, 0, 0, 1391",
        "10, 10, 0, 0, 175.667, 1391",
        "5, 10, 10, 10, -14.3375, NaN"
    })
    void luxAndColorTemperatureAreThoseOfTheFormula(
            int clear, int red, int green, int blue, double lux, double kelvin) {
        TCS34725 sensor = with(clear, red, green, blue);
        if (!Double.isNaN(kelvin)) {
            assertThat(sensor.lux()).isCloseTo(lux, within(0.001));
            assertThat(sensor.colorTemperature()).isCloseTo(kelvin, within(0.001));
        } else {
            // Infrared 12.5: more than each color. 0.692 * -2.5 / (2.4 / 310)
            assertThat(sensor.lux()).isCloseTo(0.692 * -2.5 * 310 / 2.4, within(1e-9));
            assertThat(sensor.colorTemperature()).isCloseTo(3810 + 1391, within(1e-9));
        }
    }

    /** 1024 counts for each 2.4 ms; three quarters of it in less than 150 ms, where ripple matters; 65535 from 64 steps on. */
    @ParameterizedTest
    @CsvSource({"2.4, 768", "148.8, 47616", "151.2, 64512", "153.6, 65535", "614.4, 65535"})
    void asMuchLightAsTheSensorCanMeasureIsNoNumber(double millis, int most) {
        TCS34725 sensor = with(most - 1, 100, 100, 100);
        sensor.integrationTime(millis);
        assertThat(sensor.lux()).isNotNaN();
        assertThat(sensor.colorTemperature()).isNotNaN();
        sensor = with(most, 100, 100, 100);
        sensor.integrationTime(millis);
        assertThat(sensor.lux()).isNaN();
        assertThat(sensor.colorTemperature()).isNaN();
    }

    /** Data sheet, ATIME: 0xFF is 2.4 ms, 0xF6 24 ms, 0xD5 101 ms (103.2), 0xC0 154 ms (153.6), 0x00 614 ms. */
    @ParameterizedTest
    @CsvSource({"2.4, 0xFF", "24, 0xF6", "103.2, 0xD5", "153.6, 0xC0", "614.4, 0x00", "7.2, 0xFD", "4.7, 0xFF"})
    void theTimeIsCountedInStepsOf2400Microseconds(double millis, String code) {
        TCS34725 sensor = new TCS34725(i2c);
        sensor.integrationTime(millis);
        assertThat(registers.register(1)).isEqualTo(Integer.decode(code));
        assertThat(sensor.integrationTime()).isCloseTo(millis == 4.7 ? 2.4 : millis, within(1e-9));
    }

    @Test
    void eachStepOfTheTimeCanBeSet() {
        TCS34725 sensor = new TCS34725(i2c);
        for (int steps = 1; steps <= 256; steps++) {
            sensor.integrationTime(2.4 * steps);
            assertThat(registers.register(1)).isEqualTo(256 - steps);
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 0", "4, 1", "16, 2", "60, 3"})
    void eachGainHasItsCodeAndDividesTheLight(int gain, int code) {
        TCS34725 sensor = new TCS34725(i2c);
        sensor.gain(gain);
        assertThat(registers.register(15)).isEqualTo(code);
        assertThat(sensor.gain()).isEqualTo(gain);
        TCS34725 other = with(100, 50, 40, 30);
        other.gain(gain);
        assertThat(other.lux()).isCloseTo(3430.6667 / gain, within(1e-3));
        other.glassAttenuation(2);
        assertThat(other.glassAttenuation()).isEqualTo(2);
        assertThat(other.lux()).isCloseTo(2 * 3430.6667 / gain, within(1e-3));
    }

    @ParameterizedTest
    @CsvSource({
        "0, 5, 5, 5, 0, 0, 0",
        "1000, 1000, 0, 0, 255, 0, 0",
        "1000, 500, 250, 125, 45, 8, 1",
        "1000, 2000, 996, 997, 255, 252, 255"
    })
    void theColorIsInRelationToAllLight(int clear, int red, int green, int blue, int r, int g, int b) {
        TCS34725 sensor = with(clear, red, green, blue);
        assertThat(sensor.colorRgbBytes()).isEqualTo(new ColorRgbBytes(r, g, b));
        assertThat(sensor.color()).isEqualTo(r * 65536 + g * 256 + b);
    }

    /** What was measured with the settings of before is not scaled with the new ones. */
    @Test
    void afterAChangeTheNextReadingWaitsForANewMeasurement() {
        chip.light(100, 40, 35, 30);
        TCS34725 sensor = new TCS34725(i2c);
        double lux = sensor.lux();
        sensor.active(true);
        assertThat(sensor.lux()).isCloseTo(lux, within(0.01 * lux));
        sensor.integrationTime(240);
        assertThat(sensor.lux()).isCloseTo(lux, within(0.01 * lux));
        sensor.gain(4);
        assertThat(sensor.lux()).isCloseTo(lux, within(0.01 * lux));
        Duration before = bus.clock().now();
        sensor.lux();
        assertThat(bus.clock().now().minus(before)).isLessThan(Duration.ofMillis(3));
        assertThat(sensor.active()).isTrue();
        sensor.active(false);
        assertThat(sensor.active()).isFalse();
        assertThat(registers.register(0)).isZero();
        assertThat(sensor.lux()).isCloseTo(lux, within(0.01 * lux));
        assertThat(registers.register(0)).isZero();
    }

    @Test
    void aGainThatArrivedThoughItsWriteFailedScalesTheLight() {
        chip.light(100, 40, 35, 30);
        FaultyI2C faulty = new FaultyI2C(bus);
        TCS34725 sensor = new TCS34725(new I2C(faulty));
        sensor.active(true);
        double lux = sensor.lux();
        faulty.next(1, FaultyI2C.Fault.TIMEOUT_AFTERWARDS);
        assertThatThrownBy(() -> sensor.gain(4)).isInstanceOf(BusException.class);
        assertThat(sensor.gain()).isEqualTo(4);
        assertThat(sensor.lux()).isCloseTo(lux, within(0.01 * lux));
    }

    @Test
    void theInterruptHasLimitsAndCycles() {
        TCS34725 sensor = new TCS34725(i2c);
        assertThat(sensor.cycles()).isEqualTo(-1);
        sensor.minValue(0x1234);
        sensor.maxValue(0xFFFF);
        assertThat(registers.registers(4, 4)).containsExactly(0x34, 0x12, 0xFF, 0xFF);
        assertThat(sensor.minValue()).isEqualTo(0x1234);
        assertThat(sensor.maxValue()).isEqualTo(0xFFFF);
        sensor.cycles(60);
        assertThat(registers.register(12)).isEqualTo(15);
        assertThat(registers.register(0)).isEqualTo(0x10);
        assertThat(sensor.cycles()).isEqualTo(60);
        sensor.colorRaw();
        assertThat(sensor.interrupt()).isTrue();
        sensor.interrupt(false);
        assertThat(sensor.interrupt()).isFalse();
        sensor.cycles(0);
        assertThat(sensor.cycles()).isZero();
        sensor.cycles(-1);
        assertThat(sensor.cycles()).isEqualTo(-1);
        assertThat(registers.register(0)).isZero();
    }

    @Test
    void whatTheChipDoesNotHaveIsRefused() {
        TCS34725 sensor = new TCS34725(i2c);
        for (double millis : new double[] {2.3, 614.5, -1, Double.NaN}) {
            assertThatThrownBy(() -> sensor.integrationTime(millis)).isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> sensor.gain(3))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("16");
        assertThatThrownBy(() -> sensor.cycles(4))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("60");
        assertThatThrownBy(() -> sensor.interrupt(true)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> sensor.glassAttenuation(0.9)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> sensor.glassAttenuation(Double.NaN)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> sensor.minValue(65536)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> sensor.maxValue(-1)).isInstanceOf(IllegalArgumentException.class);
        assertThat(registers.register(0)).isZero();
        assertThat(registers.register(12)).isZero();
    }

    @Test
    void aSensorThatIsNeverReadyIsATimeoutAndSleepsAgain() {
        Registers8 broken = new Registers8().pointerMask(0x1F).register(0x12, 0x44);
        I2C port = new I2C(new SimI2CBus().attach(0x29, broken));
        TCS34725 sensor = new TCS34725(port);
        assertThatThrownBy(sensor::lux)
                .hasMessageContaining("no measurement")
                .asInstanceOf(InstanceOfAssertFactories.type(BusException.class))
                .returns(Kind.TIMEOUT, BusException::kind);
        assertFree(port);
        assertThat(broken.register(0)).isZero();
        broken.register(0x13, 0x01);
        assertThat(sensor.lux()).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {0x00, 0x50, 0xFF})
    void anotherChipIsRefused(int id) {
        registers.register(0x12, id);
        assertThatThrownBy(() -> new TCS34725(i2c))
                .isInstanceOf(DeviceNotFoundException.class)
                .hasMessageContainingAll("no TCS34725 at address 0x29", "expected 0x44");
    }

    @ParameterizedTest
    @ValueSource(ints = {0x44, 0x4D, 0x10})
    void theIdsOfTheFamilyAreAccepted(int id) {
        registers.register(0x12, id);
        assertThat(new TCS34725(i2c).gain()).isEqualTo(1);
    }

    @Test
    void anAbsentChipIsNotFound() {
        I2C empty = new I2C(new SimI2CBus());
        assertThatThrownBy(() -> new TCS34725(empty)).isInstanceOf(DeviceNotFoundException.class);
    }

    @Test
    void afterAFailedTransferInTheMiddleTheNextOneWorks() {
        chip.light(100, 40, 35, 30);
        FaultyI2C faulty = new FaultyI2C(bus);
        I2C port = new I2C(faulty);
        TCS34725 sensor = new TCS34725(port);
        double lux = sensor.lux();
        for (int transfer = 0; transfer < 7; transfer++) {
            faulty.next(transfer, FaultyI2C.Fault.NO_ACKNOWLEDGE);
            assertThatThrownBy(sensor::lux).isInstanceOf(BusException.class);
            assertFree(port);
            assertThat(sensor.lux()).isCloseTo(lux, within(1e-9));
        }
    }
}
