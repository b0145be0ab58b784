// SPDX-License-Identifier: MIT
package blinka4j.drivers.scd4x;

import static blinka4j.drivers.BusAssert.assertFree;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import blinka4j.BusException;
import blinka4j.BusException.Kind;
import blinka4j.DeviceNotFoundException;
import blinka4j.busio.I2C;
import blinka4j.drivers.scd4x.SCD4X.Measurements;
import blinka4j.sim.I2CPlayback;
import blinka4j.sim.SimI2CBus;
import blinka4j.sim.chips.SimSCD4X;
import blinka4j.testing.FaultyI2C;
import java.time.Duration;
import java.util.HexFormat;
import java.util.stream.IntStream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SCD4XTest {
    private final SimSCD4X chip = new SimSCD4X();
    private final SimI2CBus bus = new SimI2CBus().attach(0x62, chip);
    private final FaultyI2C faulty = new FaultyI2C(bus);
    private final I2C i2c = new I2C(faulty);

    @BeforeEach
    void setTheChip() {
        chip.quantity("co2").value(812);
        chip.quantity("temperature").value(-3.25);
        chip.quantity("humidity").value(56.78);
    }

    private static int[] bytes(String hex) {
        byte[] bytes = HexFormat.of().parseHex(hex);
        return IntStream.range(0, bytes.length).map(i -> bytes[i] & 0xFF).toArray();
    }

    /** A sensor that does not measure. */
    private static I2CPlayback sensor() {
        return I2CPlayback.at(0x62).writes(0x3F, 0x86).sleeps(500);
    }

    /** Data sheet, 3.5.2: word 0 ppm, −45 + 175 word 1 / 65535 °C, 100 word 2 / 65535 %; and its example, 500 ppm, 25 °C, 37 %. */
    @ParameterizedTest
    @CsvSource({
        "01F4336667A25EB93C, 500, 25.002670, 37.001602",
        "000081000081000081, 0, -45, 0",
        "9C404541D43C8000A2, 40000, 0.000381, 50.000763",
        "FFFFACFFFFACFFFFAC, 65535, 130, 100"
    })
    void measurementsAreThoseOfTheDataSheetsFormula(String reply, double ppm, double celsius, double percent) {
        try (I2CPlayback played = sensor().writes(0xE4, 0xB8)
                .sleeps(1)
                .reads(0x80, 0x06, 0x04)
                .writes(0xEC, 0x05)
                .sleeps(1)
                .reads(bytes(reply))) {
            Measurements measured = new SCD4X(new I2C(played)).measurements();
            assertThat(measured.co2()).isEqualTo(ppm);
            assertThat(measured.temperature()).isCloseTo(celsius, within(1e-6));
            assertThat(measured.relativeHumidity()).isCloseTo(percent, within(1e-6));
        }
    }

    /** Data sheet, 3.8.2: there is none if the lowest 11 bits are 0. */
    @ParameterizedTest
    @CsvSource({"8000A2, false", "F800AE, false", "800604, true", "0001B0, true", "040002, true"})
    void aMeasurementIsReadyIfOneOfElevenBitsIs1(String reply, boolean ready) {
        try (I2CPlayback played = sensor().writes(0xE4, 0xB8).sleeps(1).reads(bytes(reply))) {
            assertThat(new SCD4X(new I2C(played)).dataReady()).isEqualTo(ready);
        }
    }

    @Test
    void withoutAMeasurementThereIsNoNumber() {
        Measurements measured = new SCD4X(i2c).measurements();
        assertThat(measured.co2()).isNaN();
        assertThat(measured.temperature()).isNaN();
        assertThat(measured.relativeHumidity()).isNaN();
    }

    /** Between two measurements, the last one. */
    @Test
    void measurementsComeEveryFiveSeconds() {
        SCD4X sensor = new SCD4X(i2c);
        sensor.startPeriodicMeasurement();
        bus.clock().advance(Duration.ofMillis(4_900));
        assertThat(sensor.dataReady()).isFalse();
        bus.clock().advance(Duration.ofMillis(100));
        assertThat(sensor.dataReady()).isTrue();
        assertThat(sensor.co2()).isEqualTo(812);
        assertThat(sensor.dataReady()).isFalse();
        chip.quantity("temperature").value(60);
        assertThat(sensor.temperature()).isCloseTo(-3.25, within(0.002));
        bus.clock().advance(Duration.ofSeconds(5));
        assertThat(sensor.temperature()).isCloseTo(60, within(0.002));
        assertThat(sensor.relativeHumidity()).isCloseTo(56.78, within(0.001));
    }

    @Test
    void lowPowerMeasuresEveryThirtySeconds() {
        SCD4X sensor = new SCD4X(i2c);
        sensor.startLowPeriodicMeasurement();
        bus.clock().advance(Duration.ofSeconds(29));
        assertThat(sensor.co2()).isNaN();
        bus.clock().advance(Duration.ofSeconds(1));
        assertThat(sensor.co2()).isEqualTo(812);
        sensor.stopPeriodicMeasurement();
        assertThat(chip.isMeasuring()).isFalse();
    }

    @Test
    void aSingleMeasurementIsWaitedFor() {
        SCD4X sensor = new SCD4X(i2c);
        sensor.measureSingleShot();
        assertThat(sensor.co2()).isEqualTo(812);
        assertThat(bus.clock().now()).isGreaterThan(Duration.ofMillis(5_500));
        sensor.measureSingleShotRhtOnly();
        assertThat(sensor.co2()).isZero();
        assertThat(sensor.temperature()).isCloseTo(-3.25, within(0.002));
    }

    /** Data sheet, 3.6.1 and 3.6.2: 5.4 °C is 0x07E6, 0x0912 is 6.2 °C; rounded to the nearest step. */
    @ParameterizedTest
    @CsvSource({
        "0, 0x0000, 0",
        "5.4, 0x07E6, 5.399405",
        "6.2, 0x0912, 6.200504",
        "20, 0x1D42, 20.000763",
        "175, 0xFFFF, 175"
    })
    void theTemperatureOffsetHasStepsOfA65535th(double celsius, String word, double read) {
        SCD4X sensor = new SCD4X(i2c);
        sensor.temperatureOffset(celsius);
        assertThat(chip.settings()).containsEntry(0x2318, Integer.decode(word));
        assertThat(sensor.temperatureOffset()).isCloseTo(read, within(1e-6));
    }

    /** Upstream allows 374 °C, which does not fit in the word. */
    @ParameterizedTest
    @ValueSource(doubles = {-0.1, 175.1, 374, Double.NaN})
    void anOffsetThatDoesNotFitIsRefused(double celsius) {
        SCD4X sensor = new SCD4X(i2c);
        assertThatThrownBy(() -> sensor.temperatureOffset(celsius))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("temperatureOffset", "0 to 175 °C");
        assertThat(chip.settings()).containsEntry(0x2318, 0x05DA);
    }

    /** Data sheet, 3.6.3 to 3.6.5: 1950 m is 0x079E, 1100 m is 0x044C, 98,700 Pa is 0x03DB. */
    @Test
    void altitudeAndPressureAreWords() {
        try (I2CPlayback played = sensor().writes(0x24, 0x27, 0x07, 0x9E, 0x09)
                .sleeps(1)
                .writes(0x23, 0x22)
                .sleeps(1)
                .reads(0x04, 0x4C, 0x42)
                .writes(0xE0, 0x00, 0x03, 0xDB, 0x42)
                .sleeps(1)) {
            SCD4X sensor = new SCD4X(new I2C(played));
            sensor.altitude(1950);
            assertThat(sensor.altitude()).isEqualTo(1100);
            sensor.setAmbientPressure(987);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 65536})
    void anAltitudeOrAPressureThatIsNoWordIsRefused(int value) {
        SCD4X sensor = new SCD4X(i2c);
        String range = value + " %s: expected 0 to 65535";
        assertThatThrownBy(() -> sensor.altitude(value))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("altitude", range.formatted("m"));
        assertThatThrownBy(() -> sensor.setAmbientPressure(value))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("ambientPressure", range.formatted("hPa"));
        assertThatThrownBy(() -> sensor.forceCalibration(value))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("targetCo2", range.formatted("ppm"));
        assertFree(i2c);
    }

    @Test
    void settingsArePersistedReloadedAndSetBack() {
        SCD4X sensor = new SCD4X(i2c);
        assertThat(sensor.selfCalibrationEnabled()).isTrue();
        sensor.selfCalibrationEnabled(false);
        sensor.altitude(100);
        sensor.persistSettings();
        sensor.altitude(200);
        sensor.startPeriodicMeasurement();
        sensor.reinit();
        assertThat(sensor.altitude()).isEqualTo(100);
        assertThat(sensor.selfCalibrationEnabled()).isFalse();
        sensor.startPeriodicMeasurement();
        sensor.factoryReset();
        assertThat(sensor.altitude()).isZero();
        assertThat(sensor.selfCalibrationEnabled()).isTrue();
    }

    /** Data sheet, 3.7.1, example: 480 ppm is 0x01E0, and the chip corrects by −50 ppm. */
    @Test
    void aForcedCalibrationHasATarget() {
        try (I2CPlayback played = sensor().writes(0x3F, 0x86)
                .sleeps(500)
                .writes(0x36, 0x2F, 0x01, 0xE0, 0xB4)
                .sleeps(400)
                .reads(0x7F, 0xCE, 0x7B)) {
            new SCD4X(new I2C(played)).forceCalibration(480);
        }
    }

    /** Data sheet, 3.7.1: 0xFFFF. Upstream does not see it. */
    @Test
    void aForcedCalibrationThatFailedIsAnError() {
        SCD4X sensor = new SCD4X(i2c);
        chip.settings().put(0x362F, 0xFFFF);
        assertThatThrownBy(() -> sensor.forceCalibration(400))
                .hasMessageContaining("3 minutes")
                .asInstanceOf(InstanceOfAssertFactories.type(BusException.class))
                .returns(Kind.OTHER, BusException::kind);
        assertFree(i2c);
    }

    @Test
    void aSelfTestThatFailsIsAnError() {
        SCD4X sensor = new SCD4X(i2c);
        sensor.startPeriodicMeasurement();
        sensor.selfTest();
        chip.settings().put(0x3639, 0x0200);
        assertThatThrownBy(sensor::selfTest)
                .hasMessageContaining("0x0200")
                .asInstanceOf(InstanceOfAssertFactories.type(BusException.class))
                .returns(Kind.OTHER, BusException::kind);
        assertFree(i2c);
    }

    /** Data sheet, 3.9.2: the example's number is 273,325,796,834,238. */
    @Test
    void theSerialNumberHasSixBytes() {
        assertThat(new SCD4X(i2c).serialNumber()).containsExactly(0xF8, 0x96, 0x9F, 0x07, 0x3B, 0xBE);
        assertThat(0xF8969F073BBEL).isEqualTo(273_325_796_834_238L);
    }

    @Test
    void aSettingIsRefusedWhileTheChipMeasures() {
        SCD4X sensor = new SCD4X(i2c);
        sensor.startPeriodicMeasurement();
        assertThatThrownBy(() -> sensor.altitude(100))
                .asInstanceOf(InstanceOfAssertFactories.type(BusException.class))
                .returns(Kind.NO_ACKNOWLEDGE, BusException::kind);
        assertFree(i2c);
        sensor.setAmbientPressure(1013);
        assertThat(chip.settings()).containsEntry(0xE000, 1013);
    }

    @Test
    void anAbsentChipIsNotFound() {
        assertThatThrownBy(() -> new SCD4X(new I2C(new SimI2CBus())))
                .isInstanceOf(DeviceNotFoundException.class)
                .hasMessageStartingWith("no I2C device at address 0x62");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8})
    void aChangedByteIsNoticedAndTheNextMeasurementIsRead(int changed) {
        SCD4X sensor = new SCD4X(i2c);
        sensor.startPeriodicMeasurement();
        bus.clock().advance(Duration.ofSeconds(5));
        faulty.flipNext(3, 8 * changed + 4);
        assertThatThrownBy(sensor::measurements)
                .asInstanceOf(InstanceOfAssertFactories.type(BusException.class))
                .returns(Kind.CHECKSUM, BusException::kind);
        assertFree(i2c);
        bus.clock().advance(Duration.ofSeconds(5));
        assertThat(sensor.co2()).isEqualTo(812);
    }

    @Test
    void aTransferThatFailsInTheMiddleLeavesTheBusFree() {
        SCD4X sensor = new SCD4X(i2c);
        sensor.startPeriodicMeasurement();
        bus.clock().advance(Duration.ofSeconds(5));
        faulty.next(2, FaultyI2C.Fault.NO_ACKNOWLEDGE);
        assertThatThrownBy(sensor::co2)
                .asInstanceOf(InstanceOfAssertFactories.type(BusException.class))
                .returns(Kind.NO_ACKNOWLEDGE, BusException::kind);
        assertFree(i2c);
        assertThat(sensor.co2()).isEqualTo(812);
    }

    @Test
    void aSettingThatWasNotWrittenIsReadAgain() {
        SCD4X sensor = new SCD4X(i2c);
        faulty.next(0, FaultyI2C.Fault.NO_ACKNOWLEDGE);
        assertThatThrownBy(() -> sensor.altitude(300)).isInstanceOf(BusException.class);
        assertThat(sensor.altitude()).isZero();
        sensor.altitude(300);
        assertThat(sensor.altitude()).isEqualTo(300);
    }
}
