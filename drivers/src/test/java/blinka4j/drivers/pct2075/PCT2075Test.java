// SPDX-License-Identifier: MIT
package blinka4j.drivers.pct2075;

import static blinka4j.drivers.BusAssert.assertFree;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import blinka4j.BusException;
import blinka4j.DeviceNotFoundException;
import blinka4j.busio.I2C;
import blinka4j.drivers.pct2075.PCT2075.FaultCount;
import blinka4j.drivers.pct2075.PCT2075.Mode;
import blinka4j.sim.I2CPlayback;
import blinka4j.sim.SimI2CBus;
import blinka4j.sim.WordRegisters;
import blinka4j.sim.chips.SimPCT2075;
import blinka4j.testing.FaultyI2C;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PCT2075Test {
    /** As it is switched on: data sheet, table 6. */
    private final WordRegisters chip = new WordRegisters()
            .word(0x00, 0)
            .bytes(0x01, 0)
            .word(0x02, 0x4B00)
            .word(0x03, 0x5000)
            .bytes(0x04, 0)
            .readOnly(0x00);

    private final SimI2CBus bus = new SimI2CBus().attach(0x37, chip);
    private final I2C i2c = new I2C(bus);
    private final PCT2075 sensor = new PCT2075(i2c);

    /** Data sheet, table 9. */
    @ParameterizedTest
    @CsvSource({
        "0x7F00, 127", "0x7EE0, 126.875", "0x7E20, 126.125", "0x7D00, 125", "0x1900, 25", "0x0020, 0.125",
        "0x0000, 0", "0xFFE0, -0.125", "0xE700, -25", "0xE720, -24.875", "0xC920, -54.875", "0xC900, -55"
    })
    void temperatureIsElevenBitsInTwosComplement(String raw, double celsius) {
        chip.word(0x00, Integer.decode(raw));
        assertThat(sensor.temperature()).isEqualTo(celsius);
    }

    /** A TMP105 or TMP75 has 0.0625 °C in bit 4, which an 11-bit reading drops. */
    @ParameterizedTest
    @CsvSource({
        "0x1910, 25",
        "0x1930, 25.125",
        "0xF5F0, -10.125",
        "0xFFF0, -0.125",
        "0x0010, 0",
        "0x7FF0, 127.875",
        "0x1980, 25.5",
        "0xF580, -10.5",
        "0x7F80, 127.5"
    })
    void whatATwelveBitPartAddsIsCutOff(String raw, double celsius) {
        chip.word(0x00, Integer.decode(raw));
        assertThat(sensor.temperature()).isEqualTo(celsius);
    }

    /** Data sheet, table 11: nine bits, 0.5 °C. */
    @ParameterizedTest
    @CsvSource({
        "127.5, 0x7F, 0x80", "125, 0x7D, 0x00", "25, 0x19, 0x00", "0.5, 0x00, 0x80", "0, 0x00, 0x00",
        "-0.5, 0xFF, 0x80", "-25, 0xE7, 0x00", "-55, 0xC9, 0x00", "-128, 0x80, 0x00", "24.8, 0x19, 0x00",
        "-24.8, 0xE7, 0x00"
    })
    void theThresholdIsWrittenInStepsOfHalfADegree(double celsius, String high, String low) {
        int h = Integer.decode(high);
        int l = Integer.decode(low);
        try (I2CPlayback played = I2CPlayback.at(0x48).writes(0x03, h, l).register(0x03, h, l)) {
            PCT2075 other = new PCT2075(new I2C(played), 0x48);
            other.highTemperatureThreshold(celsius);
            assertThat(other.highTemperatureThreshold()).isEqualTo(Math.round(celsius * 2) / 2.0);
        }
    }

    @Test
    void aSensorJustSwitchedOnHasTheDataSheetsLimits() {
        assertThat(sensor.highTemperatureThreshold()).isEqualTo(80);
        assertThat(sensor.temperatureHysteresis()).isEqualTo(75);
        assertThat(sensor.delayBetweenMeasurements()).isEqualTo(100);
        assertThat(sensor.faultsToAlert()).isEqualTo(FaultCount.FAULT_1);
        assertThat(sensor.mode()).isEqualTo(Mode.COMPARITOR);
        assertThat(sensor.shutdown()).isFalse();
        assertThat(sensor.highTempActiveHigh()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"79.5, 0x4F80", "0, 0x0000", "-0.5, 0xFF80", "-55, 0xC900", "-128, 0x8000"})
    void theHysteresisMayBeAnythingBelowTheThreshold(double celsius, String raw) {
        sensor.temperatureHysteresis(celsius);
        assertThat(chip.word(0x02)).isEqualTo(Integer.decode(raw));
        assertThat(sensor.temperatureHysteresis()).isEqualTo(celsius);
    }

    @ParameterizedTest
    @ValueSource(doubles = {80, 79.75, 80.5, 127.5})
    void aHysteresisNotBelowTheThresholdIsRefused(double celsius) {
        assertThatThrownBy(() -> sensor.temperatureHysteresis(celsius))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll(
                        "temperatureHysteresis", celsius + " °C", "less than highTemperatureThreshold, 80.0 °C");
        assertThat(chip.word(0x02)).isEqualTo(0x4B00);
        assertFree(i2c);
    }

    /** 119 °C instead of 127 °C is one wrong bit. */
    @Test
    void oneWrongReadingOfTheThresholdRefusesNothing() {
        FaultyI2C faulty = new FaultyI2C(bus);
        PCT2075 other = new PCT2075(new I2C(faulty));
        other.highTemperatureThreshold(127);
        faulty.flipNext(0, 3);
        other.temperatureHysteresis(120);
        assertThat(other.temperatureHysteresis()).isEqualTo(120);
    }

    @Test
    void aRefusalNamesTheThresholdThatItWasComparedWith() {
        try (I2CPlayback played = I2CPlayback.at(0x48)
                .register(0x03, 0x7F, 0x00)
                .writes(0x02, 0x78, 0x00)
                .register(0x03, 0x77, 0x7F)
                .register(0x03, 0x77, 0x00)) {
            PCT2075 other = new PCT2075(new I2C(played), 0x48);
            other.temperatureHysteresis(120);
            assertThatThrownBy(() -> other.temperatureHysteresis(119))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContainingAll("highTemperatureThreshold", "119.0 °C");
        }
    }

    /** The value that stood still is not taken for a new one. */
    @Test
    void afterAShutdownTheFirstMeasurementIsWaitedFor() {
        sensor.shutdown(true);
        chip.word(0x00, 0x1900);
        bus.clock().after(Duration.ofMillis(290), () -> chip.word(0x00, 0x0A00));
        sensor.shutdown(false);
        assertThat(sensor.temperature()).isEqualTo(10);
    }

    @Test
    void aHysteresisBelowANegativeThresholdIsTaken() {
        sensor.highTemperatureThreshold(-10);
        sensor.temperatureHysteresis(-12.5);
        assertThat(sensor.temperatureHysteresis()).isEqualTo(-12.5);
        assertThatThrownBy(() -> sensor.temperatureHysteresis(-9.5)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(doubles = {-128.5, 128, Double.NaN, Double.POSITIVE_INFINITY})
    void aThresholdThatTheRegisterCannotHoldIsRefused(double celsius) {
        assertThatThrownBy(() -> sensor.highTemperatureThreshold(celsius))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("highTemperatureThreshold", "-128 to 127.5 °C");
        assertThat(chip.word(0x03)).isEqualTo(0x5000);
    }

    @ParameterizedTest
    @CsvSource({"FAULT_1, 0x00", "FAULT_2, 0x08", "FAULT_4, 0x10", "FAULT_6, 0x18"})
    void everyFaultCountCanBeSet(FaultCount count, String bits) {
        chip.bytes(0x01, 0x67);
        sensor.faultsToAlert(FaultCount.FAULT_6);
        sensor.faultsToAlert(count);
        assertThat(chip.bytes(0x01)).containsExactly(0x67 | Integer.decode(bits));
        assertThat(sensor.faultsToAlert()).isEqualTo(count);
    }

    @Test
    void eachSettingChangesItsBitAlone() {
        chip.bytes(0x01, 0x60);
        sensor.shutdown(true);
        assertThat(chip.bytes(0x01)).containsExactly(0x61);
        sensor.mode(Mode.INTERRUPT);
        assertThat(chip.bytes(0x01)).containsExactly(0x63);
        sensor.highTempActiveHigh(true);
        assertThat(chip.bytes(0x01)).containsExactly(0x67);
        assertThat(sensor.shutdown()).isTrue();
        assertThat(sensor.mode()).isEqualTo(Mode.INTERRUPT);
        assertThat(sensor.highTempActiveHigh()).isTrue();
        sensor.shutdown(false);
        sensor.mode(Mode.COMPARITOR);
        sensor.highTempActiveHigh(false);
        assertThat(chip.bytes(0x01)).containsExactly(0x60);
    }

    @ParameterizedTest
    @CsvSource({"100, 1", "200, 2", "3100, 31"})
    void theDelayIsSetInStepsOfATenthOfASecond(int millis, int code) {
        sensor.delayBetweenMeasurements(millis);
        assertThat(chip.bytes(0x04)).containsExactly(code);
        assertThat(sensor.delayBetweenMeasurements()).isEqualTo(millis);
    }

    @ParameterizedTest
    @ValueSource(ints = {-100, 0, 50, 99, 150, 3150, 3200, Integer.MIN_VALUE})
    void anotherDelayIsRefused(int millis) {
        assertThatThrownBy(() -> sensor.delayBetweenMeasurements(millis))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("delayBetweenMeasurements", "100 to 3100 ms", "multiple of 100");
        assertThat(chip.bytes(0x04)).containsExactly(0);
    }

    @ParameterizedTest
    @ValueSource(doubles = {-55, -10.5, -0.125, 0, 25.5, 125})
    void agreesWithTheSimulatedChip(double celsius) {
        SimPCT2075 model = new SimPCT2075().temperature(celsius);
        PCT2075 other = new PCT2075(new I2C(new SimI2CBus().attach(0x37, model)));
        assertThat(other.temperature()).isEqualTo(celsius);
        assertThat(other.highTemperatureThreshold()).isEqualTo(80);
        assertThat(other.temperatureHysteresis()).isEqualTo(75);
    }

    @Test
    void anAbsentChipIsNotFound() {
        assertThatThrownBy(() -> new PCT2075(i2c, 0x48))
                .isInstanceOf(DeviceNotFoundException.class)
                .hasMessageStartingWith("no I2C device at address 0x48");
    }

    @Test
    void afterAFailedTransferTheNextOneWorks() {
        chip.word(0x00, 0xF580);
        bus.failNext(BusException.Kind.ARBITRATION_LOST);
        assertThatThrownBy(sensor::temperature).isInstanceOf(BusException.class);
        assertFree(i2c);
        assertThat(sensor.temperature()).isEqualTo(-10.5);
        bus.failNext(BusException.Kind.TIMEOUT);
        assertThatThrownBy(() -> sensor.temperatureHysteresis(20)).isInstanceOf(BusException.class);
        assertFree(i2c);
    }
}
