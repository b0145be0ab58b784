// SPDX-License-Identifier: MIT
package blinka4j.drivers.bmp280;

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
import blinka4j.drivers.bmp280.BMP280.IIRFilter;
import blinka4j.drivers.bmp280.BMP280.Measurements;
import blinka4j.drivers.bmp280.BMP280.Mode;
import blinka4j.drivers.bmp280.BMP280.Overscan;
import blinka4j.drivers.bmp280.BMP280.StandbyPeriod;
import blinka4j.register.Registers;
import blinka4j.sim.I2CPlayback;
import blinka4j.sim.SPIPlayback;
import blinka4j.sim.SimI2CBus;
import blinka4j.sim.chips.SimBMP280;
import blinka4j.testing.FaultyI2C;
import java.time.Duration;
import java.util.Arrays;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BMP280Test {
    /** The example of the data sheet, 3.12: 25.08 °C, 1006.53 hPa. */
    private static final int[] CALIBRATION = {
        0x70, 0x6B, 0x43, 0x67, 0x18, 0xFC, 0x7D, 0x8E, 0x43, 0xD6, 0xD0, 0x0B, 0x27, 0x0B, 0x8C, 0x00, 0xF9, 0xFF,
        0x8C, 0x3C, 0xF8, 0xC6, 0x70, 0x17
    };

    private final SimBMP280 chip = new SimBMP280();
    private final SimI2CBus bus = new SimI2CBus().attach(0x77, chip);
    private final I2C i2c = new I2C(bus);

    /** Registers 0xF3 to 0xFC with the values of the example. */
    private static int[] example(int status, int control) {
        return new int[] {status, control, 0, 0, 0x65, 0x5A, 0xC0, 0x7E, 0xED, 0};
    }

    private static I2CPlayback played() {
        return I2CPlayback.at(0x76)
                .register(0xD0, 0x58)
                .writes(0xE0, 0xB6)
                .sleeps(2)
                .register(0xF3, 0)
                .register(0x88, CALIBRATION)
                .register(0x88, CALIBRATION)
                .writes(0xF5, 0)
                .writes(0xF4, 0x54);
    }

    /** Begins a measurement with two samples of temperature and sixteen of pressure: at least 37.5 ms. */
    private static I2CPlayback forced(I2CPlayback bus) {
        bus.register(0xF4, 0x54).register(0xF4, 0x54).register(0xF4, 0x54).writes(0xF4, 0x55);
        for (int i = 0; i < 19; i++) {
            bus.sleeps(2);
        }
        return bus;
    }

    private static void isExample(Measurements measured) {
        assertThat(measured.temperature()).isCloseTo(25.08, within(0.005));
        assertThat(measured.pressure()).isCloseTo(1006.5327, within(0.0001));
    }

    @Test
    void oneForcedMeasurementGivesTheExampleOfTheDataSheet() {
        try (I2CPlayback bus = forced(played())
                .register(0xF3, 0x08)
                .sleeps(4)
                .register(0xF3, 0)
                .register(0xF3, example(0, 0x54))) {
            isExample(new BMP280(bus.i2c(), 0x76).measurements());
        }
    }

    @Test
    void overSpiTheAddressIsSentWithTheReadBit() {
        int[] out = new int[25];
        out[0] = 0x88;
        int[] in = new int[25];
        System.arraycopy(CALIBRATION, 0, in, 1, 24);
        SPIPlayback bus = SPIPlayback.script()
                .exchanges(new int[] {0xD0, 0}, new int[] {0, 0x58})
                .writes(0x60, 0xB6)
                .sleeps(2)
                .exchanges(new int[] {0xF3, 0}, new int[] {0, 0})
                .exchanges(out, in)
                .exchanges(out, in)
                .writes(0x75, 0)
                .writes(0x74, 0x54);
        try (bus) {
            SPI spi = new SPI(bus);
            assertThat(new BMP280(new Registers(new SPIDevice(spi))).seaLevelPressure())
                    .isEqualTo(1013.25);
            assertFree(spi);
        }
    }

    @ParameterizedTest
    @CsvSource({"22.5, 1013.25", "0, 1000", "-40, 300", "85, 1100", "-0.01, 950.5", "85, 300", "-40, 1100"})
    void agreesWithTheSimulatedChip(double celsius, double hectopascals) {
        chip.temperature(celsius).pressure(hectopascals);
        BMP280 sensor = new BMP280(i2c);
        assertThat(sensor.temperature()).isCloseTo(celsius, within(0.005));
        assertThat(sensor.pressure()).isCloseTo(hectopascals, within(0.01));
    }

    @Test
    void eachPropertyIsAMeasurementOfItsOwn() {
        BMP280 sensor = new BMP280(i2c);
        assertThat(sensor.temperature()).isCloseTo(22.5, within(0.005));
        chip.temperature(-7).pressure(400);
        assertThat(sensor.temperature()).isCloseTo(-7, within(0.005));
        assertThat(sensor.pressure()).isCloseTo(400, within(0.01));
    }

    @Test
    void theConstructorSetsAdafruitsDefaults() {
        chip.registers().register(0xF4, 0xFF, 0xFC);
        BMP280 sensor = new BMP280(i2c);
        assertThat(sensor.mode()).isEqualTo(Mode.MODE_SLEEP);
        assertThat(sensor.overscanTemperature()).isEqualTo(Overscan.OVERSCAN_X2);
        assertThat(sensor.overscanPressure()).isEqualTo(Overscan.OVERSCAN_X16);
        assertThat(sensor.iirFilter()).isEqualTo(IIRFilter.IIR_FILTER_DISABLE);
        assertThat(sensor.standbyPeriod()).isEqualTo(StandbyPeriod.STANDBY_TC_0_5);
    }

    /** Data sheet, tables 21 and 22. */
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
        BMP280 sensor = new BMP280(i2c);
        sensor.overscanTemperature(overscan);
        assertThat(chip.registers().register(0xF4)).isEqualTo(code << 5 | 0x14);
        sensor.overscanPressure(overscan);
        assertThat(chip.registers().register(0xF4)).isEqualTo(code << 5 | code << 2);
        assertThat(sensor.overscanTemperature()).isEqualTo(overscan);
        assertThat(sensor.overscanPressure()).isEqualTo(overscan);
    }

    /** Data sheet, table 11 (standby) and section 3.3.3 (filter). */
    @ParameterizedTest
    @CsvSource({
        "STANDBY_TC_0_5, 0, IIR_FILTER_X16, 4",
        "STANDBY_TC_62_5, 1, IIR_FILTER_X8, 3",
        "STANDBY_TC_125, 2, IIR_FILTER_X4, 2",
        "STANDBY_TC_250, 3, IIR_FILTER_X2, 1",
        "STANDBY_TC_500, 4, IIR_FILTER_DISABLE, 0",
        "STANDBY_TC_1000, 5, IIR_FILTER_DISABLE, 0",
        "STANDBY_TC_2000, 6, IIR_FILTER_X16, 4",
        "STANDBY_TC_4000, 7, IIR_FILTER_X16, 4"
    })
    void configHasItsCodesAlsoInNormalMode(StandbyPeriod period, int code, IIRFilter filter, int filterCode) {
        BMP280 sensor = new BMP280(i2c);
        sensor.mode(Mode.MODE_NORMAL);
        sensor.standbyPeriod(period);
        sensor.iirFilter(filter);
        assertThat(chip.registers().register(0xF5)).isEqualTo(code << 5 | filterCode << 2);
        assertThat(sensor.standbyPeriod()).isEqualTo(period);
        assertThat(sensor.iirFilter()).isEqualTo(filter);
        assertThat(sensor.mode()).isEqualTo(Mode.MODE_NORMAL);
    }

    @Test
    void inNormalModeAReadingForcesNothing() {
        BMP280 sensor = new BMP280(i2c);
        sensor.mode(Mode.MODE_NORMAL);
        assertThat(sensor.temperature()).isCloseTo(22.5, within(0.005));
        chip.temperature(30);
        assertThat(sensor.temperature()).isCloseTo(22.5, within(0.005));
        bus.clock().advance(Duration.ofMillis(100));
        assertThat(sensor.temperature()).isCloseTo(30, within(0.005));
        sensor.mode(Mode.MODE_SLEEP);
        assertThat(chip.registers().register(0xF4)).isEqualTo(0x54);
    }

    /** Otherwise the value before would be taken for one: 0x80000 is a possible value. */
    @Test
    void aNewOverscanIsWaitedForInNormalMode() {
        chip.temperature(-10);
        BMP280 sensor = new BMP280(i2c);
        sensor.overscanTemperature(Overscan.OVERSCAN_DISABLE);
        sensor.mode(Mode.MODE_NORMAL);
        assertThat(sensor.measurements()).isEqualTo(new Measurements(Double.NaN, Double.NaN));
        sensor.overscanTemperature(Overscan.OVERSCAN_X16);
        assertThat(sensor.temperature()).isCloseTo(-10, within(0.005));
    }

    @Test
    void aForcedMeasurementOfBeforeIsNotTakenForOneWithTheNewOverscan() {
        chip.temperature(-10);
        BMP280 sensor = new BMP280(i2c);
        sensor.overscanTemperature(Overscan.OVERSCAN_DISABLE);
        sensor.mode(Mode.MODE_FORCE);
        assertThat(sensor.mode()).isEqualTo(Mode.MODE_FORCE);
        sensor.overscanTemperature(Overscan.OVERSCAN_X1);
        assertThat(sensor.temperature()).isCloseTo(-10, within(0.005));
        sensor.mode(Mode.MODE_FORCE);
        assertThat(sensor.temperature()).isCloseTo(-10, within(0.005));
    }

    @Test
    void whatIsNotMeasuredIsNoNumber() {
        BMP280 sensor = new BMP280(i2c);
        sensor.overscanPressure(Overscan.OVERSCAN_DISABLE);
        assertThat(sensor.pressure()).isNaN();
        assertThat(sensor.altitude()).isNaN();
        assertThat(sensor.temperature()).isCloseTo(22.5, within(0.005));
        assertThatThrownBy(() -> sensor.altitude(5)).isInstanceOf(IllegalArgumentException.class);
    }

    /** Data sheet, table 13. */
    @ParameterizedTest
    @CsvSource({
        "OVERSCAN_X1, OVERSCAN_X1, 5.5, 6.4",
        "OVERSCAN_X1, OVERSCAN_X2, 7.5, 8.7",
        "OVERSCAN_X1, OVERSCAN_X4, 11.5, 13.3",
        "OVERSCAN_X1, OVERSCAN_X8, 19.5, 22.5",
        "OVERSCAN_X2, OVERSCAN_X16, 37.5, 43.2"
    })
    void theTimeFollowsFromTheOverscans(Overscan temperature, Overscan pressure, double typical, double most) {
        BMP280 sensor = new BMP280(i2c);
        sensor.overscanTemperature(temperature);
        sensor.overscanPressure(pressure);
        assertThat(sensor.measurementTimeTypical()).isEqualTo(typical);
        assertThat(sensor.measurementTimeMax()).isCloseTo(most, within(0.05));
    }

    @Test
    void theTimeIsReadInOneTransfer() {
        try (I2CPlayback bus = played().register(0xF3, example(0, 0x54))) {
            assertThat(new BMP280(bus.i2c(), 0x76).measurementTimeTypical()).isEqualTo(37.5);
        }
    }

    /** The standard atmosphere has 898.75 hPa at 1000 m and 954.61 hPa at 500 m. */
    @ParameterizedTest
    @CsvSource({"1013.25, 0", "954.61, 500", "898.75, 1000", "1037.5, -200"})
    void altitudeFollowsTheStandardAtmosphere(double hectopascals, double metres) {
        chip.pressure(hectopascals);
        BMP280 sensor = new BMP280(i2c);
        assertThat(sensor.altitude()).isCloseTo(metres, within(2.0));
        sensor.seaLevelPressure(900);
        sensor.altitude(metres);
        assertThat(sensor.altitude()).isCloseTo(metres, within(0.1));
        assertThat(sensor.seaLevelPressure()).isCloseTo(1013.25, within(0.3));
    }

    @ParameterizedTest
    @ValueSource(doubles = {44_330, 50_000, Double.NaN})
    void anImpossibleAltitudeIsRefused(double metres) {
        BMP280 sensor = new BMP280(i2c);
        assertThatThrownBy(() -> sensor.altitude(metres))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("altitude", "less than 44330");
        assertThat(sensor.seaLevelPressure()).isEqualTo(1013.25);
    }

    @ParameterizedTest
    @CsvSource({"0x60, BME280", "0x00, BMP280"})
    void anotherChipIsRefused(String id, String name) {
        chip.registers().register(0xD0, Integer.decode(id));
        assertThatThrownBy(() -> new BMP280(i2c))
                .isInstanceOf(DeviceNotFoundException.class)
                .hasMessageContainingAll(name, id);
        assertFree(i2c);
    }

    @Test
    void anAbsentChipIsNotFound() {
        assertThatThrownBy(() -> new BMP280(i2c, 0x76)).isInstanceOf(DeviceNotFoundException.class);
    }

    @Test
    void aTransferThatFailsInTheMiddleLeavesTheBusFree() {
        I2CPlayback played = forced(forced(played()).fails(Kind.NO_ACKNOWLEDGE))
                .register(0xF3, 0)
                .register(0xF3, example(0, 0x54));
        try (played) {
            I2C other = played.i2c();
            BMP280 sensor = new BMP280(other, 0x76);
            assertThatThrownBy(sensor::measurements).isInstanceOf(BusException.class);
            assertFree(other);
            isExample(sensor.measurements());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8})
    void afterASettingThatFailedTheDriverSaysWhatTheChipHas(int transfer) {
        FaultyI2C faulty = new FaultyI2C(bus);
        BMP280 sensor = new BMP280(new I2C(faulty));
        sensor.mode(Mode.MODE_NORMAL);
        faulty.next(transfer, FaultyI2C.Fault.TIMEOUT_AFTERWARDS);
        assertThatThrownBy(() -> sensor.iirFilter(IIRFilter.IIR_FILTER_X4)).isInstanceOf(BusException.class);
        assertThat(sensor.iirFilter().ordinal()).isEqualTo(chip.registers().register(0xF5) >> 2);
        assertThat(sensor.mode() == Mode.MODE_NORMAL)
                .isEqualTo((chip.registers().register(0xF4) & 3) == 3);
        bus.clock().advance(Duration.ofMillis(100));
        assertThat(sensor.temperature()).isCloseTo(22.5, within(0.005));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7})
    void settingsThatWereReadWrongOnceAreNotWritten(int bit) {
        FaultyI2C faulty = new FaultyI2C(bus);
        BMP280 sensor = new BMP280(new I2C(faulty));
        faulty.flipNext(0, bit);
        assertThat(sensor.temperature()).isCloseTo(22.5, within(0.005));
        assertThat(chip.registers().register(0xF4)).isEqualTo(0x54);
    }

    @ParameterizedTest
    @ValueSource(ints = {0x00, 0xFF})
    void aConstantCalibrationIsRefused(int value) {
        int[] bytes = new int[24];
        Arrays.fill(bytes, value);
        chip.registers().register(0x88, bytes);
        assertThatThrownBy(() -> new BMP280(i2c))
                .isInstanceOf(BusException.class)
                .hasMessageContainingAll("calibration", "constant");
    }

    @Test
    void aCalibrationThatDividesByZeroIsAnErrorOfThePressureAlone() {
        chip.registers().register(0x8E, 0, 0);
        BMP280 sensor = new BMP280(i2c);
        assertThat(sensor.temperature()).isCloseTo(22.5, within(0.005));
        assertThatThrownBy(sensor::pressure)
                .isInstanceOf(BusException.class)
                .hasMessageContainingAll("Infinity hPa", "read wrong");
        assertFree(i2c);
    }

    @ParameterizedTest
    @CsvSource({"0, 0x08, 80 ms", "-1, 0x01, 10 ms"})
    void aChipThatStaysBusyIsATimeout(int constructed, String status, String limit) {
        BMP280 sensor = new BMP280(i2c);
        chip.registers().onRead(register -> chip.registers().register(0xF3, Integer.decode(status)));
        assertThatThrownBy(() -> {
                    if (constructed == 0) {
                        sensor.temperature();
                    } else {
                        new BMP280(i2c);
                    }
                })
                .hasMessageContainingAll("still busy after " + limit, "power")
                .asInstanceOf(InstanceOfAssertFactories.type(BusException.class))
                .returns(Kind.TIMEOUT, BusException::kind);
        assertFree(i2c);
    }

    /** Data sheet, table 18: after power-on ctrl_meas and config are 0, so nothing is measured. */
    @Test
    void aLossOfPowerIsAnError() {
        BMP280 sensor = new BMP280(i2c);
        bus.detach(0x77).attach(0x77, chip);
        assertThatThrownBy(sensor::temperature)
                .isInstanceOf(BusException.class)
                .hasMessageContainingAll("power", "new BMP280");
        assertFree(i2c);
        assertThat(new BMP280(i2c).temperature()).isCloseTo(22.5, within(0.01));
    }

    @Test
    void aSensorThatWasToldToMeasureNothingIsNoError() {
        BMP280 sensor = new BMP280(i2c);
        sensor.overscanPressure(Overscan.OVERSCAN_DISABLE);
        sensor.overscanTemperature(Overscan.OVERSCAN_DISABLE);
        assertThat(sensor.temperature()).isNaN();
        assertThat(sensor.pressure()).isNaN();
    }
}
