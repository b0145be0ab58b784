// SPDX-License-Identifier: MIT
package blinka4j.drivers.tmp117;

import static blinka4j.drivers.BusAssert.assertFree;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import blinka4j.BusException;
import blinka4j.DeviceNotFoundException;
import blinka4j.busio.I2C;
import blinka4j.drivers.tmp117.TMP117.AlertMode;
import blinka4j.drivers.tmp117.TMP117.AlertStatus;
import blinka4j.drivers.tmp117.TMP117.AverageCount;
import blinka4j.drivers.tmp117.TMP117.MeasurementDelay;
import blinka4j.drivers.tmp117.TMP117.MeasurementMode;
import blinka4j.sim.I2CPlayback;
import blinka4j.sim.SimI2CBus;
import blinka4j.sim.WordRegisters;
import blinka4j.sim.chips.SimTMP117;
import blinka4j.testing.FaultyI2C;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class TMP117Test {
    private final SimTMP117 chip = new SimTMP117();
    private final SimI2CBus bus = new SimI2CBus().attach(0x48, chip);
    private final I2C i2c = new I2C(bus);

    /** A chip that always has a new measurement. */
    private static WordRegisters ready() {
        return new WordRegisters().word(0x0F, 0x0117).word(0x01, 0x2220).selfClearing(0x01, 2);
    }

    /** Data sheet, table 7-1. */
    @ParameterizedTest
    @CsvSource({
        "0x8000, -256",
        "0xF380, -25",
        "0xFFF0, -0.125",
        "0xFFFF, -0.0078125",
        "0x0000, 0",
        "0x0001, 0.0078125",
        "0x0010, 0.125",
        "0x0080, 1",
        "0x0C80, 25",
        "0x3200, 100",
        "0x7FFF, 255.9921875"
    })
    void temperatureIsInTwosComplement(String raw, double celsius) {
        WordRegisters fixed = ready().word(0x00, Integer.decode(raw));
        TMP117 sensor = new TMP117(new I2C(new SimI2CBus().attach(0x48, fixed)));
        assertThat(sensor.temperature()).isEqualTo(celsius);
    }

    /** Data sheet, 7.6: limits and offset have the format of the temperature. */
    @ParameterizedTest
    @CsvSource({
        "-256, 0x8000",
        "-25, 0xF380",
        "-0.0078125, 0xFFFF",
        "0, 0",
        "0.004, 0x0001",
        "0.0039, 0",
        "-0.0117, 0xFFFF",
        "25, 0x0C80",
        "192, 0x6000",
        "255.9921875, 0x7FFF"
    })
    void limitsAndOffsetAreWrittenAndReadInStepsOfTheTemperature(double celsius, String raw) {
        TMP117 sensor = new TMP117(i2c);
        sensor.highLimit(celsius);
        sensor.lowLimit(celsius);
        sensor.temperatureOffset(celsius);
        int expected = Integer.decode(raw);
        assertThat(chip.registers().word(0x02)).isEqualTo(expected);
        assertThat(chip.registers().word(0x03)).isEqualTo(expected);
        assertThat(chip.registers().word(0x07)).isEqualTo(expected);
        assertThat(sensor.highLimit()).isEqualTo((short) expected / 128.0);
        assertThat(sensor.lowLimit()).isEqualTo((short) expected / 128.0);
        assertThat(sensor.temperatureOffset()).isEqualTo((short) expected / 128.0);
    }

    @ParameterizedTest
    @ValueSource(doubles = {256, -256.01, Double.NaN, Double.POSITIVE_INFINITY})
    void aLimitThatTheRegisterCannotHoldIsRefused(double celsius) {
        TMP117 sensor = new TMP117(i2c);
        assertThatThrownBy(() -> sensor.highLimit(celsius))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("highLimit", "-256 to 255.992", "°C");
        assertThatThrownBy(() -> sensor.lowLimit(celsius)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> sensor.temperatureOffset(celsius)).isInstanceOf(IllegalArgumentException.class);
        assertThat(chip.registers().word(0x02)).isEqualTo(0x6000);
    }

    @Test
    void theConstructorResetsAndWaitsForTheFirstMeasurement() {
        chip.registers().word(0x01, 0x0E10);
        chip.temperature(-40);
        TMP117 sensor = new TMP117(i2c);
        assertThat(sensor.temperature()).isEqualTo(-40);
        assertThat(bus.clock().now()).isBetween(Duration.ofMillis(124), Duration.ofMillis(170));
        assertThat(sensor.measurementMode()).isEqualTo(MeasurementMode.CONTINUOUS);
        assertThat(sensor.averagedMeasurements()).isEqualTo(AverageCount.AVERAGE_8X);
        assertThat(sensor.measurementDelay()).isEqualTo(MeasurementDelay.DELAY_1_S);
        assertThat(sensor.alertMode()).isEqualTo(AlertMode.WINDOW);
        assertThat(sensor.highLimit()).isEqualTo(192);
        assertThat(sensor.lowLimit()).isEqualTo(-256);
    }

    /** Data sheet, table 7-6: CONV is bits 9 to 7, AVG 6 and 5, T/nA 4, MOD 11 and 10. */
    @Test
    void settingsHaveTheirCodes() {
        WordRegisters fixed = ready();
        TMP117 sensor = new TMP117(new I2C(new SimI2CBus().attach(0x48, fixed)));
        for (MeasurementDelay delay : MeasurementDelay.values()) {
            sensor.measurementDelay(delay);
            assertThat(fixed.word(0x01)).isEqualTo(0x2020 | delay.ordinal() << 7);
            assertThat(sensor.measurementDelay()).isEqualTo(delay);
        }
        for (AverageCount count : AverageCount.values()) {
            sensor.averagedMeasurements(count);
            assertThat(fixed.word(0x01)).isEqualTo(0x2380 | count.ordinal() << 5);
            assertThat(sensor.averagedMeasurements()).isEqualTo(count);
        }
        sensor.alertMode(AlertMode.HYSTERESIS);
        assertThat(fixed.word(0x01)).isEqualTo(0x23F0);
        assertThat(sensor.alertMode()).isEqualTo(AlertMode.HYSTERESIS);
        sensor.measurementMode(MeasurementMode.SHUTDOWN);
        assertThat(fixed.word(0x01)).isEqualTo(0x27F0);
        sensor.measurementMode(MeasurementMode.ONE_SHOT);
        assertThat(fixed.word(0x01)).isEqualTo(0x2FF0);
        assertThat(sensor.measurementMode()).isEqualTo(MeasurementMode.ONE_SHOT);
        fixed.word(0x01, 0x2BF0);
        assertThat(sensor.measurementMode()).isEqualTo(MeasurementMode.CONTINUOUS);
    }

    /** Data sheet, 7.4.3: 64 conversions take 1 s. */
    @ParameterizedTest
    @CsvSource({"AVERAGE_1X, 15", "AVERAGE_8X, 124", "AVERAGE_32X, 496", "AVERAGE_64X, 992"})
    void aSingleMeasurementIsWaitedFor(AverageCount count, long millis) {
        TMP117 sensor = new TMP117(i2c);
        sensor.averagedMeasurements(count);
        sensor.measurementMode(MeasurementMode.SHUTDOWN);
        chip.temperature(100);
        bus.clock().advance(Duration.ofSeconds(20));
        Duration before = bus.clock().now();
        assertThat(sensor.temperature()).isEqualTo(22.5);
        assertThat(sensor.takeSingleMeasurement()).isEqualTo(100);
        assertThat(bus.clock().now().minus(before))
                .isBetween(Duration.ofMillis(millis), Duration.ofMillis(millis + 40));
        assertThat(sensor.measurementMode()).isEqualTo(MeasurementMode.SHUTDOWN);
        chip.temperature(0);
        bus.clock().advance(Duration.ofSeconds(20));
        assertThat(sensor.temperature()).isEqualTo(100);
        sensor.initialize();
        assertThat(sensor.temperature()).isZero();
    }

    /** Data sheet, 7.4.4: flags of a window are cleared by reading, that of the hysteresis is not. */
    @Test
    void alertsAreThoseOfTheLimits() {
        TMP117 sensor = new TMP117(i2c);
        sensor.highLimit(30);
        sensor.lowLimit(10);
        alert(sensor, 20, false, false);
        alert(sensor, 30, false, false);
        alert(sensor, 30.0078125, true, false);
        assertThat(sensor.alertStatus()).isEqualTo(new AlertStatus(false, false));
        alert(sensor, 9.9921875, false, true);
        sensor.alertMode(AlertMode.HYSTERESIS);
        alert(sensor, 9, false, false);
        alert(sensor, 31, true, false);
        alert(sensor, 20, true, false);
        assertThat(sensor.alertStatus()).isEqualTo(new AlertStatus(true, false));
        alert(sensor, 9, false, false);
    }

    private void alert(TMP117 sensor, double celsius, boolean high, boolean low) {
        chip.temperature(celsius);
        bus.clock().advance(Duration.ofSeconds(1));
        assertThat(sensor.alertStatus()).isEqualTo(new AlertStatus(high, low));
    }

    @Test
    void theOffsetIsAddedByTheChip() {
        TMP117 sensor = new TMP117(i2c);
        sensor.temperatureOffset(-10.5);
        bus.clock().advance(Duration.ofSeconds(1));
        assertThat(sensor.temperature()).isEqualTo(12);
    }

    @Test
    void theSerialNumberIsThreeWords() {
        chip.registers().word(0x05, 0xFEDC).word(0x06, 0xBA98).word(0x08, 0x7654);
        assertThat(new TMP117(i2c).serialNumber()).isEqualTo(0xFEDC_BA98_7654L);
    }

    @Test
    void theTemperatureIsReadInOneTransfer() {
        try (I2CPlayback played = I2CPlayback.at(0x48)
                .register(0x0F, 0x01, 0x17)
                .register(0x01, 0x22, 0x20)
                .writes(0x01, 0x22, 0x22)
                .sleeps(2)
                .register(0x01, 0x22, 0x20)
                .writes(0x01, 0x22, 0x20)
                .register(0x01, 0x22, 0x20)
                .register(0x00, 0x0C, 0x80)) {
            assertThat(new TMP117(new I2C(played)).temperature()).isEqualTo(25);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0x0118, 0x0017, 0x1701, 0xFFFF, 0})
    void anotherChipIsRefused(int id) {
        chip.registers().word(0x0F, id);
        assertThatThrownBy(() -> new TMP117(i2c))
                .isInstanceOf(DeviceNotFoundException.class)
                .hasMessageContainingAll("no TMP117 at address 0x48", "0x%04x in register 0x0f".formatted(id));
        assertFree(i2c);
    }

    @Test
    void aTMP119IsAccepted() {
        chip.registers().word(0x0F, 0x2117);
        assertThat(new TMP117(i2c).temperature()).isEqualTo(22.5);
    }

    @Test
    void anAbsentChipIsNotFound() {
        assertThatThrownBy(() -> new TMP117(i2c, 0x4b))
                .isInstanceOf(DeviceNotFoundException.class)
                .hasMessageStartingWith("no I2C device at address 0x4b");
    }

    @Test
    void aChipThatNeverMeasuresIsATimeout() {
        WordRegisters stuck = ready().bits(0x01, 0x0FFC);
        I2C other = new I2C(new SimI2CBus().attach(0x48, stuck));
        assertThatThrownBy(() -> new TMP117(other))
                .isInstanceOf(BusException.class)
                .hasMessageContainingAll("TMP117", "did not measure within 17 s")
                .satisfies(e -> assertThat(((BusException) e).kind()).isEqualTo(BusException.Kind.TIMEOUT));
        assertFree(other);
    }

    @Test
    void afterAFailedTransferTheNextOneWorks() {
        TMP117 sensor = new TMP117(i2c);
        bus.failNext(BusException.Kind.NO_ACKNOWLEDGE);
        assertThatThrownBy(sensor::temperature).isInstanceOf(BusException.class);
        assertFree(i2c);
        assertThat(sensor.temperature()).isEqualTo(22.5);
    }

    /** The transfers of a single measurement: mode read, mode written, first poll. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void aMeasurementThatFailsInTheMiddleLeavesTheBusFree(int after) {
        FaultyI2C faulty = new FaultyI2C(bus);
        I2C shared = new I2C(faulty);
        TMP117 sensor = new TMP117(shared);
        faulty.next(after, FaultyI2C.Fault.NO_ACKNOWLEDGE_LATER);
        assertThatThrownBy(sensor::takeSingleMeasurement).isInstanceOf(BusException.class);
        assertFree(shared);
        chip.temperature(-55);
        assertThat(sensor.takeSingleMeasurement()).isEqualTo(-55);
    }

    @ParameterizedTest
    @EnumSource(AverageCount.class)
    void aSettingThatWasNotWrittenIsNotReadBack(AverageCount count) {
        TMP117 sensor = new TMP117(i2c);
        bus.failNext(BusException.Kind.NO_ACKNOWLEDGE);
        assertThatThrownBy(() -> sensor.averagedMeasurements(count)).isInstanceOf(BusException.class);
        assertThat(sensor.averagedMeasurements()).isEqualTo(AverageCount.AVERAGE_8X);
    }
}
