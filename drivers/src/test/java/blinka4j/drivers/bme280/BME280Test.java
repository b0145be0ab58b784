// SPDX-License-Identifier: MIT
package blinka4j.drivers.bme280;

import static blinka4j.drivers.BusAssert.assertFree;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import blinka4j.BusException;
import blinka4j.BusException.Kind;
import blinka4j.DeviceNotFoundException;
import blinka4j.busdevice.SPIDevice;
import blinka4j.busio.I2C;
import blinka4j.busio.SPI;
import blinka4j.digitalio.DigitalInOut;
import blinka4j.drivers.bme280.BME280.IIRFilter;
import blinka4j.drivers.bme280.BME280.Measurements;
import blinka4j.drivers.bme280.BME280.Mode;
import blinka4j.drivers.bme280.BME280.Overscan;
import blinka4j.drivers.bme280.BME280.StandbyPeriod;
import blinka4j.microcontroller.Pin;
import blinka4j.provider.BoardDefinition;
import blinka4j.provider.Line;
import blinka4j.register.Registers;
import blinka4j.sim.I2CPlayback;
import blinka4j.sim.I2CRecorder;
import blinka4j.sim.SPIPlayback;
import blinka4j.sim.SimBoard;
import blinka4j.sim.SimI2CBus;
import blinka4j.sim.SimSpiBus;
import blinka4j.sim.chips.SimBME280;
import blinka4j.testing.FaultyI2C;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class BME280Test {
    /** Recorded by the project periph from a real chip: 23.72 °C, 1009.43 hPa, 65.31 %. */
    private static final int[] CALIBRATION = {
        0x10, 0x6E, 0x6C, 0x66, 0x32, 0x00, 0x5D, 0x95, 0xB8, 0xD5, 0xD0, 0x0B, 0x77, 0x1E, 0x9D, 0xFF, 0xF9, 0xFF,
        0xAC, 0x26, 0x0A, 0xD8, 0xBD, 0x10, 0x00, 0x4B
    };

    private static final int[] HUMIDITY_CALIBRATION = {0x6E, 0x01, 0x00, 0x13, 0x05, 0x00, 0x1E};

    private final SimBME280 chip = new SimBME280();
    private final SimI2CBus bus = new SimI2CBus().attach(0x77, chip);
    private final I2C i2c = new I2C(bus);

    /** Registers 0xF2 to 0xFE with the recorded values. */
    private static int[] registers(int status, int ctrlMeas) {
        return new int[] {1, status, ctrlMeas, 0x40, 0, 0x4A, 0x52, 0xC0, 0x80, 0x96, 0xC0, 0x7A, 0x76};
    }

    private static I2CPlayback played() {
        return I2CPlayback.at(0x76)
                .register(0xD0, 0x60)
                .writes(0xE0, 0xB6)
                .sleeps(2)
                .register(0xF3, 0x00)
                .register(0x88, CALIBRATION)
                .register(0x88, CALIBRATION)
                .register(0xE1, HUMIDITY_CALIBRATION)
                .register(0xE1, HUMIDITY_CALIBRATION)
                .writes(0xF4, 0x00)
                .register(0xF3, 0x00)
                .writes(0xF2, 0x01)
                .writes(0xF5, 0x40)
                .writes(0xF4, 0x34);
    }

    private static void isRecorded(Measurements measured) {
        assertThat(measured.temperature()).isCloseTo(23.72, within(0.01));
        assertThat(measured.pressure()).isCloseTo(1009.43, within(0.05));
        assertThat(measured.humidity()).isCloseTo(65.31, within(0.1));
    }

    @Test
    void oneForcedMeasurementGivesAllValues() {
        try (I2CPlayback bus = played().register(0xF2, registers(0, 0x34))
                .register(0xF3, 0x00)
                .writes(0xF4, 0x35)
                .sleeps(38)
                .register(0xF3, 0x08)
                .sleeps(6)
                .register(0xF3, 0x00)
                .register(0xF2, registers(0, 0x34))) {
            isRecorded(new BME280(new I2C(bus), 0x76).measurements());
        }
    }

    @Test
    void inNormalModeAReadingIsOneTransfer() {
        try (I2CPlayback bus =
                inNormalMode().register(0xF2, registers(0x08, 0x37)).register(0xF2, registers(0, 0x37))) {
            BME280 sensor = new BME280(new I2C(bus), 0x76);
            sensor.mode(Mode.MODE_NORMAL);
            isRecorded(sensor.measurements());
            assertThat(sensor.temperature()).isCloseTo(23.72, within(0.01));
        }
    }

    @Test
    void overSpiTheAddressIsSentWithTheReadBit() {
        int[] out = new int[27];
        int[] in = new int[27];
        out[0] = 0x88;
        System.arraycopy(CALIBRATION, 0, in, 1, 26);
        int[] humidity = new int[8];
        System.arraycopy(HUMIDITY_CALIBRATION, 0, humidity, 1, 7);
        int[] values = new int[14];
        System.arraycopy(registers(0, 0x34), 0, values, 1, 13);
        SPIPlayback bus = SPIPlayback.script()
                .exchanges(new int[] {0xD0, 0}, new int[] {0, 0x60})
                .writes(0x60, 0xB6)
                .sleeps(2)
                .exchanges(new int[] {0xF3, 0}, new int[] {0, 0})
                .exchanges(out, in)
                .exchanges(out, in)
                .exchanges(new int[] {0xE1, 0, 0, 0, 0, 0, 0, 0}, humidity)
                .exchanges(new int[] {0xE1, 0, 0, 0, 0, 0, 0, 0}, humidity)
                .writes(0x74, 0x00)
                .exchanges(new int[] {0xF3, 0}, new int[] {0, 0})
                .writes(0x72, 0x01)
                .writes(0x75, 0x40)
                .writes(0x74, 0x34)
                .exchanges(new int[] {0xF2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}, values)
                .exchanges(new int[] {0xF3, 0}, new int[] {0, 0})
                .writes(0x74, 0x35)
                .sleeps(38)
                .exchanges(new int[] {0xF3, 0}, new int[] {0, 0})
                .reads(values);
        try (bus) {
            SPI spi = new SPI(bus);
            isRecorded(new BME280(new Registers(new SPIDevice(spi))).measurements());
            assertFree(spi);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "22.5, 1013.25, 45",
        "0, 1000, 0",
        "-40, 300, 100",
        "85, 1100, 50",
        "-0.01, 950.5, 99",
        "25.08, 1006.53, 33.3"
    })
    void agreesWithTheSimulatedChip(double celsius, double hectopascals, double percent) {
        chip.temperature(celsius).pressure(hectopascals).humidity(percent);
        BME280 sensor = new BME280(i2c);
        Measurements measured = sensor.measurements();
        assertThat(measured.temperature()).isCloseTo(celsius, within(0.01));
        assertThat(measured.pressure()).isCloseTo(hectopascals, within(0.05));
        assertThat(measured.humidity()).isCloseTo(percent, within(0.05));
        assertThat(sensor.temperature()).isCloseTo(celsius, within(0.01));
        assertThat(sensor.pressure()).isCloseTo(hectopascals, within(0.05));
        assertThat(sensor.humidity()).isCloseTo(percent, within(0.05));
        assertThat(sensor.relativeHumidity()).isCloseTo(percent, within(0.05));
    }

    @Test
    void eachPropertyIsAMeasurementOfItsOwn() {
        BME280 sensor = new BME280(i2c);
        assertThat(sensor.temperature()).isCloseTo(22.5, within(0.01));
        chip.temperature(-7);
        assertThat(sensor.temperature()).isCloseTo(-7, within(0.01));
    }

    @Test
    void normalModeFollowsTheChipWithoutForcing() {
        I2CRecorder recorder = new I2CRecorder(bus);
        BME280 sensor = new BME280(new I2C(recorder));
        sensor.mode(Mode.MODE_NORMAL);
        int writes = recorder.writes(0x77).size();
        assertThat(sensor.temperature()).isCloseTo(22.5, within(0.01));
        chip.temperature(30);
        sensor.mode();
        bus.clock().advance(Duration.ofMillis(200));
        assertThat(sensor.temperature()).isCloseTo(30, within(0.01));
        assertThat(sensor.mode()).isEqualTo(Mode.MODE_NORMAL);
        assertThat(recorder.writes(0x77).subList(writes, recorder.writes(0x77).size()))
                .allSatisfy(write -> assertThat(write).hasSize(1));
    }

    @Test
    void theConstructorSetsAdafruitsDefaults() {
        BME280 sensor = new BME280(i2c);
        assertThat(sensor.mode()).isEqualTo(Mode.MODE_SLEEP);
        assertThat(sensor.overscanTemperature()).isEqualTo(Overscan.OVERSCAN_X1);
        assertThat(sensor.overscanPressure()).isEqualTo(Overscan.OVERSCAN_X16);
        assertThat(sensor.overscanHumidity()).isEqualTo(Overscan.OVERSCAN_X1);
        assertThat(sensor.iirFilter()).isEqualTo(IIRFilter.IIR_FILTER_DISABLE);
        assertThat(sensor.standbyPeriod()).isEqualTo(StandbyPeriod.STANDBY_TC_125);
        assertThat(sensor.seaLevelPressure()).isEqualTo(1013.25);
    }

    /** Data sheet, 5.4.5: 000 sleep, 01 and 10 forced, 11 normal. */
    @ParameterizedTest
    @CsvSource({"0, MODE_SLEEP", "3, MODE_NORMAL"})
    void modesHaveTheirCodes(int code, Mode mode) {
        BME280 sensor = new BME280(i2c);
        sensor.mode(mode);
        assertThat(chip.registers().register(0xF4)).isEqualTo(0x34 | code);
        assertThat(sensor.mode()).isEqualTo(mode);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void bothCodesOfForcedModeAreOne(int code) {
        BME280 sensor = new BME280(i2c);
        chip.registers().register(0xF4, 0x34 | code);
        assertThat(sensor.mode()).isEqualTo(Mode.MODE_FORCE);
    }

    @Test
    void aForcedMeasurementEndsAsleep() {
        BME280 sensor = new BME280(i2c);
        sensor.mode(Mode.MODE_FORCE);
        assertThat(sensor.mode()).isEqualTo(Mode.MODE_FORCE);
        bus.clock().advance(Duration.ofMillis(50));
        assertThat(chip.registers().register(0xF4)).isEqualTo(0x35);
        assertThat(sensor.temperature()).isCloseTo(22.5, within(0.01));
        assertThat(sensor.mode()).isEqualTo(Mode.MODE_SLEEP);
    }

    /** Data sheet, tables 20, 23 and 24. */
    @ParameterizedTest
    @CsvSource({
        "OVERSCAN_DISABLE, 0",
        "OVERSCAN_X1, 1",
        "OVERSCAN_X2, 2",
        "OVERSCAN_X4, 3",
        "OVERSCAN_X8, 4",
        "OVERSCAN_X16, 5"
    })
    void overscansHaveTheirCodesAndPlaces(Overscan overscan, int code) {
        BME280 sensor = new BME280(i2c);
        sensor.overscanTemperature(overscan);
        assertThat(chip.registers().register(0xF4)).isEqualTo((code << 5) | 0x14);
        assertThat(sensor.overscanTemperature()).isEqualTo(overscan);
        sensor.overscanPressure(overscan);
        assertThat(chip.registers().register(0xF4)).isEqualTo((code << 5) | (code << 2));
        assertThat(sensor.overscanPressure()).isEqualTo(overscan);
        sensor.overscanHumidity(overscan);
        assertThat(chip.registers().register(0xF2)).isEqualTo(code);
        assertThat(sensor.overscanHumidity()).isEqualTo(overscan);
    }

    /** The chip takes 0xF2 over when 0xF4 is written. */
    @Test
    void theHumidityOverscanTakesEffectInNormalMode() {
        BME280 sensor = new BME280(i2c);
        sensor.overscanHumidity(Overscan.OVERSCAN_DISABLE);
        sensor.mode(Mode.MODE_NORMAL);
        assertThat(sensor.humidity()).isNaN();
        sensor.overscanHumidity(Overscan.OVERSCAN_X2);
        bus.clock().advance(Duration.ofMillis(100));
        assertThat(sensor.humidity()).isCloseTo(45, within(0.05));
        assertThat(sensor.mode()).isEqualTo(Mode.MODE_NORMAL);
    }

    /** Data sheet, table 28. */
    @ParameterizedTest
    @CsvSource({"IIR_FILTER_DISABLE, 0", "IIR_FILTER_X2, 1", "IIR_FILTER_X4, 2", "IIR_FILTER_X8, 3", "IIR_FILTER_X16, 4"
    })
    void filtersHaveTheirCodes(IIRFilter filter, int code) {
        BME280 sensor = new BME280(i2c);
        sensor.iirFilter(filter);
        assertThat(chip.registers().register(0xF5)).isEqualTo(0x40 | (code << 2));
        assertThat(sensor.iirFilter()).isEqualTo(filter);
    }

    /** Data sheet, table 27. */
    @ParameterizedTest
    @CsvSource({
        "STANDBY_TC_0_5, 0",
        "STANDBY_TC_62_5, 1",
        "STANDBY_TC_125, 2",
        "STANDBY_TC_250, 3",
        "STANDBY_TC_500, 4",
        "STANDBY_TC_1000, 5",
        "STANDBY_TC_10, 6",
        "STANDBY_TC_20, 7"
    })
    void standbyPeriodsHaveTheirCodes(StandbyPeriod period, int code) {
        BME280 sensor = new BME280(i2c);
        sensor.standbyPeriod(period);
        assertThat(chip.registers().register(0xF5)).isEqualTo(code << 5);
        assertThat(sensor.standbyPeriod()).isEqualTo(period);
    }

    /**
     * Data sheet, 5.4.6: writes to config in normal mode may be ignored; 3.3.1: sleep begins when the measurement under way
     * has ended, and another mode is ignored until then.
     */
    @Test
    void theConfigurationIsWrittenAsleep() {
        try (I2CPlayback bus = inNormalMode()
                .register(0xF2, registers(0x08, 0x37))
                .writes(0xF4, 0x00)
                .register(0xF3, 0x08)
                .sleeps(6)
                .register(0xF3, 0x00)
                .writes(0xF2, 0x01)
                .writes(0xF5, 0x48)
                .writes(0xF4, 0x37)
                .sleeps(Duration.ofNanos(43_800_000))) {
            BME280 sensor = new BME280(new I2C(bus), 0x76);
            sensor.mode(Mode.MODE_NORMAL);
            sensor.iirFilter(IIRFilter.IIR_FILTER_X4);
        }
    }

    private static I2CPlayback inNormalMode() {
        return played().register(0xF2, registers(0, 0x34))
                .writes(0xF4, 0x00)
                .register(0xF3, 0x00)
                .writes(0xF2, 0x01)
                .writes(0xF5, 0x40)
                .writes(0xF4, 0x37)
                .sleeps(Duration.ofNanos(43_800_000));
    }

    /** Data sheet, 5.4.7: a skipped value is 0x80000 (0x8000 of humidity), which is 22.80 °C with this calibration. */
    @Test
    void inNormalModeANewOverscanIsWaitedFor() {
        chip.temperature(-10).pressure(1000).humidity(30);
        BME280 sensor = new BME280(i2c);
        sensor.overscanTemperature(Overscan.OVERSCAN_DISABLE);
        sensor.overscanPressure(Overscan.OVERSCAN_DISABLE);
        sensor.overscanHumidity(Overscan.OVERSCAN_DISABLE);
        sensor.mode(Mode.MODE_NORMAL);
        assertThat(sensor.measurements()).isEqualTo(new Measurements(Double.NaN, Double.NaN, Double.NaN));
        sensor.overscanTemperature(Overscan.OVERSCAN_X1);
        assertThat(sensor.temperature()).isCloseTo(-10, within(0.01));
        assertThat(sensor.pressure()).isNaN();
        sensor.overscanPressure(Overscan.OVERSCAN_X16);
        assertThat(sensor.pressure()).isCloseTo(1000, within(0.05));
        assertThat(sensor.humidity()).isNaN();
        sensor.overscanHumidity(Overscan.OVERSCAN_X2);
        assertThat(sensor.humidity()).isCloseTo(30, within(0.05));
        assertThat(sensor.mode()).isEqualTo(Mode.MODE_NORMAL);
    }

    /** The write arrives, and the driver is told that it did not. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5})
    void anOverscanThatCouldNotBeSetIsNotSet(int transfer) {
        FaultyI2C faulty = new FaultyI2C(bus);
        BME280 sensor = new BME280(new I2C(faulty));
        chip.temperature(-10);
        sensor.overscanTemperature(Overscan.OVERSCAN_DISABLE);
        sensor.mode(Mode.MODE_NORMAL);
        faulty.next(transfer, FaultyI2C.Fault.TIMEOUT_AFTERWARDS);
        assertThatThrownBy(() -> sensor.overscanTemperature(Overscan.OVERSCAN_X1))
                .isInstanceOf(BusException.class);
        assertThat(sensor.temperature()).isNaN();
        assertThat(chip.registers().register(0xF4)).isEqualTo(0x17);
        sensor.overscanTemperature(Overscan.OVERSCAN_X1);
        assertThat(sensor.temperature()).isCloseTo(-10, within(0.01));
        assertFree(i2c);
    }

    /** The chip sleeps for a while only, however that ends. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5})
    void theModeStaysThoughASettingFailed(int transfer) {
        FaultyI2C faulty = new FaultyI2C(bus);
        BME280 sensor = new BME280(new I2C(faulty));
        sensor.mode(Mode.MODE_NORMAL);
        faulty.next(transfer, FaultyI2C.Fault.TIMEOUT_AFTERWARDS);
        assertThatThrownBy(() -> sensor.iirFilter(IIRFilter.IIR_FILTER_X4)).isInstanceOf(BusException.class);
        chip.temperature(-10);
        bus.clock().advance(Duration.ofMillis(100));
        assertThat(sensor.temperature()).isCloseTo(-10, within(0.01));
        assertThat(chip.registers().register(0xF4)).isEqualTo(0x37);
        assertThat(sensor.iirFilter()).isEqualTo(IIRFilter.IIR_FILTER_DISABLE);
    }

    /** A measurement that runs was begun with other settings, and has nothing of what is now switched on. */
    @Test
    void aForcedMeasurementOfBeforeIsNotTakenForOneWithTheNewOverscan() {
        chip.temperature(-10);
        BME280 sensor = new BME280(i2c);
        sensor.overscanTemperature(Overscan.OVERSCAN_DISABLE);
        sensor.mode(Mode.MODE_FORCE);
        sensor.overscanTemperature(Overscan.OVERSCAN_X1);
        assertThat(sensor.temperature()).isCloseTo(-10, within(0.01));
    }

    /** What was read is written back for a forced measurement: read wrong once, it would stay. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7})
    void settingsThatWereReadWrongOnceAreNotWritten(int bit) {
        FaultyI2C faulty = new FaultyI2C(bus);
        BME280 sensor = new BME280(new I2C(faulty));
        faulty.flipNext(0, 8 * 2 + bit);
        try {
            assertThat(sensor.temperature()).isCloseTo(22.5, within(0.01));
        } catch (BusException e) {
            assertThat(e).hasMessageContaining("other settings each time it is read");
        }
        assertThat(chip.registers().register(0xF4) & ~3).isEqualTo(0x34);
    }

    /** The chip is erased, or a wire is broken. */
    @ParameterizedTest
    @CsvSource({"0x88, 26, 0xFF", "0x88, 26, 0x00", "0xE1, 7, 0xFF", "0xE1, 7, 0x00", "0x88, 26, 0x55"})
    void aConstantCalibrationIsRefused(String first, int count, String value) {
        int[] bytes = new int[count];
        Arrays.fill(bytes, Integer.decode(value));
        chip.registers().register(Integer.decode(first), bytes);
        assertThatThrownBy(() -> new BME280(i2c))
                .isInstanceOf(BusException.class)
                .hasMessageContainingAll("calibration", "constant");
        assertFree(i2c);
    }

    /** All that a calibration can make of a measurement is in the chip's range, or an error. */
    @Test
    void anImpossibleCalibrationGivesNoImpossibleValues() {
        Random random = new Random(280);
        int refused = 0;
        for (int i = 0; i < 2000; i++) {
            chip.registers().register(0x88, random.ints(26, 0, 256).toArray());
            chip.registers().register(0xE1, random.ints(7, 0, 256).toArray());
            BME280 sensor = new BME280(i2c);
            try {
                Measurements measured = sensor.measurements();
                assertThat(measured.temperature()).isBetween(-60.0, 105.0);
                assertThat(measured.pressure()).isBetween(100.0, 1300.0);
                assertThat(measured.humidity()).isBetween(0.0, 100.0);
                assertThat(sensor.altitude()).isBetween(-2500.0, 16_500.0);
            } catch (BusException e) {
                refused++;
                assertThat(e).hasMessageMatching(".*(-60.0 to 105.0|100.0 to 1300.0|-50.0 to 200.0).*");
            }
        }
        assertThat(refused).isGreaterThan(1500);
    }

    @Test
    void aCalibrationThatWasReadWrongOnceIsRefused() {
        FaultyI2C faulty = new FaultyI2C(bus);
        I2C other = new I2C(faulty);
        faulty.next(5, FaultyI2C.Fault.FLIPPED);
        assertThatThrownBy(() -> new BME280(other))
                .isInstanceOf(BusException.class)
                .hasMessageContainingAll("calibration", "differs");
        assertThat(new BME280(other).temperature()).isCloseTo(22.5, within(0.01));
    }

    /** Data sheet, 9.1, and its example: ×1 each takes 8 ms typically, 9.3 ms at most. */
    @ParameterizedTest
    @CsvSource({
        "OVERSCAN_X1, OVERSCAN_X1, OVERSCAN_X1, 8, 9.3",
        "OVERSCAN_X1, OVERSCAN_X16, OVERSCAN_X1, 38, 43.8",
        "OVERSCAN_X16, OVERSCAN_X16, OVERSCAN_X16, 98, 112.8",
        "OVERSCAN_X1, OVERSCAN_X4, OVERSCAN_DISABLE, 11.5, 13.325",
        "OVERSCAN_DISABLE, OVERSCAN_DISABLE, OVERSCAN_DISABLE, 1, 1.25"
    })
    void theTimeFollowsFromTheOverscans(
            Overscan temperature, Overscan pressure, Overscan humidity, double typical, double most) {
        BME280 sensor = new BME280(i2c);
        sensor.overscanTemperature(temperature);
        sensor.overscanPressure(pressure);
        sensor.overscanHumidity(humidity);
        assertThat(sensor.measurementTimeTypical()).isCloseTo(typical, within(1e-9));
        assertThat(sensor.measurementTimeMax()).isCloseTo(most, within(1e-9));
    }

    @Test
    void whatIsNotMeasuredIsNoNumber() {
        BME280 sensor = new BME280(i2c);
        sensor.overscanPressure(Overscan.OVERSCAN_DISABLE);
        sensor.overscanHumidity(Overscan.OVERSCAN_DISABLE);
        assertThat(sensor.pressure()).isNaN();
        assertThat(sensor.altitude()).isNaN();
        assertThat(sensor.humidity()).isNaN();
        assertThat(sensor.temperature()).isCloseTo(22.5, within(0.01));
        sensor.overscanPressure(Overscan.OVERSCAN_X1);
        sensor.overscanHumidity(Overscan.OVERSCAN_X1);
        sensor.overscanTemperature(Overscan.OVERSCAN_DISABLE);
        assertThat(sensor.measurements()).isEqualTo(new Measurements(Double.NaN, Double.NaN, Double.NaN));
    }

    /** 1013.25 hPa at sea level: the standard atmosphere has 898.75 hPa at 1000 m and 954.61 hPa at 500 m. */
    @ParameterizedTest
    @CsvSource({"1013.25, 0", "954.61, 500", "898.75, 1000", "1037.5, -200"})
    void altitudeFollowsTheStandardAtmosphere(double hectopascals, double metres) {
        chip.pressure(hectopascals);
        assertThat(new BME280(i2c).altitude()).isCloseTo(metres, within(2.0));
    }

    @Test
    void altitudeCountsFromTheSeaLevelPressure() {
        BME280 sensor = new BME280(i2c);
        sensor.seaLevelPressure(1000);
        assertThat(sensor.seaLevelPressure()).isEqualTo(1000);
        chip.pressure(1000);
        assertThat(sensor.altitude()).isCloseTo(0, within(0.5));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY})
    void anImpossibleSeaLevelPressureIsRefused(double hectopascals) {
        BME280 sensor = new BME280(i2c);
        assertThatThrownBy(() -> sensor.seaLevelPressure(hectopascals))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("seaLevelPressure", hectopascals + " hPa", "more than 0");
        assertThat(sensor.seaLevelPressure()).isEqualTo(1013.25);
    }

    @Test
    void aBmp280IsRefusedByName() {
        chip.registers().register(0xD0, 0x58);
        assertThatThrownBy(() -> new BME280(i2c))
                .isInstanceOf(DeviceNotFoundException.class)
                .hasMessageContainingAll("no BME280", "BMP280", "address 0x77", "has 0x58", "expected 0x60");
        assertFree(i2c);
    }

    @Test
    void anUnwiredSpiBusIsNotFound() {
        SPI spi = new SPI(new SimSpiBus());
        assertThatThrownBy(() -> new BME280(new Registers(new SPIDevice(spi))))
                .isInstanceOf(DeviceNotFoundException.class)
                .hasMessageContainingAll("no BME280", "0xff", "expected 0x60");
        assertFree(spi);
    }

    @Test
    void anAbsentChipIsNotFound() {
        assertThatThrownBy(() -> new BME280(i2c, 0x76))
                .isInstanceOf(DeviceNotFoundException.class)
                .hasMessageStartingWith("no I2C device at address 0x76");
    }

    @Test
    void calibrationThatWasReadWrongIsAnErrorOfThePressureAlone() {
        chip.registers().register(0x8E, 0, 0);
        BME280 sensor = new BME280(i2c);
        assertThat(sensor.temperature()).isNotNaN();
        assertThatThrownBy(sensor::pressure)
                .isInstanceOf(BusException.class)
                .hasMessageContainingAll("0x77", "Infinity hPa", "read wrong");
        assertFree(i2c);
    }

    @Test
    void aMeasurementThatDoesNotEndIsATimeout() {
        BME280 sensor = new BME280(i2c);
        chip.registers().onRead(register -> chip.registers().register(0xF3, 0x08));
        assertThatThrownBy(sensor::temperature)
                .hasMessageContainingAll("0x77", "still busy after 120 ms", "bit 3 of register 0xf3", "power")
                .asInstanceOf(InstanceOfAssertFactories.type(BusException.class))
                .returns(Kind.TIMEOUT, BusException::kind);
        assertFree(i2c);
    }

    @Test
    void aChipThatDoesNotStartIsATimeout() {
        chip.registers().onRead(register -> chip.registers().register(0xF3, 0x01));
        assertThatThrownBy(() -> new BME280(i2c))
                .hasMessageContainingAll("0x77", "still busy after 10 ms", "bit 0 of register 0xf3", "power")
                .asInstanceOf(InstanceOfAssertFactories.type(BusException.class))
                .returns(Kind.TIMEOUT, BusException::kind);
        assertFree(i2c);
    }

    @Test
    void aTransferThatFailsInTheMiddleLeavesTheBusFree() {
        try (I2CPlayback played = played().register(0xF2, registers(0, 0x34))
                .register(0xF3, 0x00)
                .writes(0xF4, 0x35)
                .sleeps(38)
                .fails(Kind.NO_ACKNOWLEDGE)
                .register(0xF2, registers(0, 0x34))
                .register(0xF3, 0x00)
                .writes(0xF4, 0x35)
                .sleeps(38)
                .register(0xF3, 0x00)
                .register(0xF2, registers(0, 0x34))) {
            I2C other = new I2C(played);
            BME280 sensor = new BME280(other, 0x76);
            assertThatThrownBy(sensor::measurements).isInstanceOf(BusException.class);
            assertFree(other);
            isRecorded(sensor.measurements());
        }
    }

    /** As after power-on: data sheet, 5.4.2. */
    private void loseSettings() {
        chip.registers().register(0xF2, 0, 0, 0, 0, 0, 0x80, 0, 0, 0x80, 0, 0, 0x80, 0);
    }

    /** The chip was reset because its supply failed for a moment, which the program cannot see. */
    @ParameterizedTest
    @EnumSource(
            value = Mode.class,
            names = {"MODE_SLEEP", "MODE_NORMAL"})
    void aChipThatLostItsSettingsGetsThemBack(Mode mode) {
        BME280 sensor = new BME280(i2c);
        sensor.overscanTemperature(Overscan.OVERSCAN_X4);
        sensor.iirFilter(IIRFilter.IIR_FILTER_X2);
        sensor.standbyPeriod(StandbyPeriod.STANDBY_TC_62_5);
        sensor.mode(mode);
        List<Integer> before = settings();
        chip.temperature(-7).pressure(950).humidity(80);
        loseSettings();
        Measurements measured = sensor.measurements();
        assertThat(measured.temperature()).isCloseTo(-7, within(0.01));
        assertThat(measured.pressure()).isCloseTo(950, within(0.05));
        assertThat(measured.humidity()).isCloseTo(80, within(0.05));
        assertThat(settings()).isEqualTo(before);
        loseSettings();
        assertThat(sensor.overscanTemperature()).isEqualTo(Overscan.OVERSCAN_X4);
        loseSettings();
        sensor.overscanTemperature(Overscan.OVERSCAN_X8);
        assertThat(sensor.iirFilter()).isEqualTo(IIRFilter.IIR_FILTER_X2);
        assertThat(sensor.mode()).isEqualTo(mode);
    }

    private List<Integer> settings() {
        return List.of(
                chip.registers().register(0xF2),
                chip.registers().register(0xF4),
                chip.registers().register(0xF5));
    }

    /** A measurement that began before has no values. */
    @Test
    void aChipThatLosesItsSettingsWhileItMeasuresIsAnError() {
        BME280 sensor = new BME280(i2c);
        bus.clock().after(Duration.ofMillis(10), this::loseSettings);
        assertThatThrownBy(sensor::temperature)
                .isInstanceOf(BusException.class)
                .hasMessageContainingAll("0x77", "measurement", "settings", "supply");
        assertThat(sensor.temperature()).isCloseTo(22.5, within(0.01));
    }

    /** Such a chip is broken, or a wire is: the writes do not arrive. */
    @Test
    void aChipThatDoesNotKeepSettingsIsAnError() {
        BME280 sensor = new BME280(i2c);
        loseSettings();
        chip.registers().readOnly(0xF5);
        assertThatThrownBy(sensor::temperature)
                .isInstanceOf(BusException.class)
                .hasMessageContainingAll("0x77", "other settings");
        assertFree(i2c);
    }

    @ParameterizedTest
    @CsvSource({"0x3000, 0", "0x9000, 100"})
    void humidityIsLimited(String raw, double percent) {
        BME280 sensor = new BME280(i2c);
        sensor.mode(Mode.MODE_NORMAL);
        int value = Integer.decode(raw);
        chip.registers().onRead(register -> chip.registers().register(0xFD, value >> 8, value & 0xff));
        assertThat(sensor.humidity()).isEqualTo(percent);
    }

    private static SimBoard board() {
        return SimBoard.open(new BoardDefinition(
                "TEST_BOARD",
                "Test board",
                Map.of(
                        "SCLK", new Line("chip", 11),
                        "MOSI", new Line("chip", 10),
                        "MISO", new Line("chip", 9),
                        "CE0", new Line("chip", 8),
                        "D5", new Line("chip", 5)),
                List.of(),
                List.of(new BoardDefinition.SpiBus("alias:spi0", "SCLK", "MOSI", "MISO", List.of("CE0"), "")),
                List.of(),
                List.of(),
                null));
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void overSpiWithASelectDrivenByHand(Mode mode) {
        try (SimBoard board = board()) {
            board.spi().attach(board.pin("D5"), chip.temperature(-12));
            SPI spi = board.blinka().spi();
            try (DigitalInOut select = new DigitalInOut(board.blinka().pin("D5"))) {
                BME280 sensor = new BME280(spi, select);
                sensor.mode(mode);
                assertThat(sensor.temperature()).isCloseTo(-12, within(0.01));
                assertThat(spi.frequency()).isEqualTo(100_000);
                assertThat(board.pin("D5").level()).isTrue();
                assertThat(new BME280(new Registers(new SPIDevice(spi, select, 1_000_000, 0, 0))).humidity())
                        .isCloseTo(45, within(0.05));
                assertThat(spi.frequency()).isEqualTo(1_000_000);
                assertFree(spi);
            }
        }
    }

    @Test
    void overSpiWithASelectDrivenByTheController() {
        try (SimBoard board = board()) {
            board.spi().attach(0, chip.pressure(987.6));
            SPI spi = board.blinka().spi();
            Pin select = board.blinka().pin("CE0");
            assertThat(new BME280(spi, select).pressure()).isCloseTo(987.6, within(0.05));
            assertThat(new BME280(new Registers(new SPIDevice(spi, select, 500_000, 0, 0))).pressure())
                    .isCloseTo(987.6, within(0.05));
            assertThat(spi.frequency()).isEqualTo(500_000);
        }
    }
}
