// SPDX-License-Identifier: MIT
package blinka4j.drivers.bme680;

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
import blinka4j.provider.BoardDefinition;
import blinka4j.provider.Line;
import blinka4j.sim.SimBoard;
import blinka4j.sim.SimClock;
import blinka4j.sim.SimI2CBus;
import blinka4j.sim.chips.SimBME680;
import blinka4j.testing.FaultyI2C;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BME680Test {
    private final SimBME680 chip = new SimBME680();
    private final SimI2CBus bus = new SimI2CBus().attach(0x77, chip);
    private final FaultyI2C faulty = new FaultyI2C(bus);
    private final I2C i2c = new I2C(faulty);

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

    private void set(double celsius, double hectopascals, double percent, double ohms) {
        chip.quantity("temperature").value(celsius);
        chip.quantity("pressure").value(hectopascals);
        chip.quantity("humidity").value(percent);
        chip.quantity("gas").value(ohms);
    }

    @Test
    void aMeasurementAgesInTheTimeOfItsBus() {
        try (SimBoard board = board();
                SimBoard current = SimBoard.start(board.definition())) {
            SimBME680 onSpi = new SimBME680();
            board.spi().attach(0, onSpi);
            SPIDevice device =
                    new SPIDevice(board.blinka().spi(), board.blinka().pin("CE0"));
            ages(chip, new BME680(i2c, 0x77, 10), bus.clock(), current.clock());
            ages(onSpi, new BME680(device, 10), board.clock(), current.clock());
        }
    }

    private static void ages(SimBME680 chip, BME680 sensor, SimClock own, SimClock other) {
        chip.quantity("temperature").value(20);
        assertThat(sensor.temperature()).isCloseTo(20, within(0.01));
        chip.quantity("temperature").value(30);
        other.advance(Duration.ofHours(1));
        assertThat(sensor.temperature()).as("of another board").isCloseTo(20, within(0.01));
        own.advance(Duration.ofMillis(100));
        assertThat(sensor.temperature()).isCloseTo(30, within(0.01));
    }

    @ParameterizedTest
    @CsvSource({
        "22.5, 1013.25, 45, 50000",
        "0, 1000, 0, 500",
        "-40, 300, 100, 10000000",
        "85, 1100, 50, 12946",
        "-0.01, 950.5, 99.9, 1000000"
    })
    void agreesWithTheSimulatedChip(double celsius, double hectopascals, double percent, double ohms) {
        set(celsius, hectopascals, percent, ohms);
        BME680.Measurements all = new BME680(i2c).measurements();
        assertThat(all.temperature()).isCloseTo(celsius, within(0.002));
        assertThat(all.pressure()).isCloseTo(hectopascals, within(0.005));
        assertThat(all.humidity()).isCloseTo(percent, within(0.02));
        assertThat(all.gas()).isCloseTo(ohms, within(ohms / 1000));
    }

    @Test
    void overSpiTheValuesAreTheSame() {
        try (SimBoard board = board()) {
            board.spi().attach(0, chip).attach(board.pin("D5"), new SimBME680());
            SPI spi = board.blinka().spi();
            BME680.Measurements all = new BME680(spi, board.blinka().pin("CE0")).measurements();
            assertThat(all.temperature()).isCloseTo(22.5, within(0.002));
            assertThat(all.gas()).isCloseTo(50_000, within(50.0));
            try (DigitalInOut select = new DigitalInOut(board.blinka().pin("D5"))) {
                assertThat(new BME680(spi, select).humidity()).isCloseTo(45, within(0.02));
            }
            assertFree(spi);
        }
    }

    /** Data sheet, table 7: H1 has the lower half of 0xE2, H2 the upper. CircuitPython's driver has them the other way. */
    @Test
    void theTwoHalvesOfASharedRegisterAreNotSwapped() {
        byte[] main = new byte[23];
        byte[] low = {0x40, 0x00, 0x2C, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};
        byte[] high = low.clone();
        high[1] = 0x0F;
        // 0x40 << 4 = 1024 for H2, 15 * 16 counts less for H1.
        double atLow = new Calibration(main, low, 0, 0, 0).humidity(20_000, 0);
        double atHigh = new Calibration(main, high, 0, 0, 0).humidity(20_000, 0);
        assertThat(atLow - atHigh).isCloseTo(15 * 16 * 1024 / 262144.0, within(1e-9));
    }

    /** Bosch's API for the BME688: 262144 shifted by the range, and 4096 + 3 · (value − 512). */
    @ParameterizedTest
    @CsvSource({"512, 0, 64000000", "512, 15, 1953.125", "0, 4, 6400000", "1023, 4, 2910641.3"})
    void aBme688HasAnotherFormulaForGas(int value, int range, double ohms) {
        byte[] none = new byte[23];
        Calibration calibration = new Calibration(none, none, 0, 0, 0);
        assertThat(calibration.gas(true, value, range)).isCloseTo(ohms, within(0.1));
    }

    @Test
    void aBme688IsReadAtItsOwnPlace() {
        chip.registers().register(0xF0, 1);
        BME680 sensor = new BME680(i2c);
        chip.registers().onRead(register -> chip.registers().register(0x1D + 15, 0x80, 0x04));
        assertThat(sensor.gas()).isCloseTo(4_000_000.0, within(1.0));
        assertThat(chip.registers().register(0x71)).isEqualTo(0x20);
    }

    /** Data sheet, 5.3.3: six bits of ms, times 1, 4, 16 or 64. */
    @ParameterizedTest
    @CsvSource({"1, 1", "63, 63", "64, 80", "150, 101", "252, 127", "4031, 254", "4032, 255", "100000, 255"})
    void theTimeOfTheHeaterHasItsCode(int millis, int code) {
        BME680 sensor = new BME680(i2c);
        sensor.setGasHeater(300, millis);
        assertThat(chip.registers().register(0x64)).isEqualTo(code);
        sensor.gas();
        assertThat(bus.clock().nanos()).isGreaterThan(Math.min(millis, 4000) * 900_000L);
    }

    /** What CircuitPython's driver writes for this calibration: 0x74 for 320 °C. */
    @Test
    void theTemperatureOfTheHeaterHasItsCode() {
        BME680 sensor = new BME680(i2c);
        assertThat(chip.registers().register(0x5A)).isEqualTo(0x74);
        sensor.setGasHeater(1000, 150);
        int at400 = chip.registers().register(0x5A);
        assertThat(at400).isGreaterThan(0x74);
        sensor.setGasHeater(400, 150);
        assertThat(chip.registers().register(0x5A)).isEqualTo(at400);
    }

    @Test
    void withoutHeaterThereIsNoGas() {
        BME680 sensor = new BME680(i2c);
        sensor.setGasHeater(0, 150);
        assertThat(chip.registers().register(0x70)).isEqualTo(0x08);
        assertThat(sensor.gas()).isNaN();
        assertThat(chip.registers().register(0x71)).isZero();
        assertThat(sensor.measurements().temperature()).isCloseTo(22.5, within(0.002));
        assertThatThrownBy(() -> sensor.setGasHeater(-1, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> sensor.setGasHeater(1, -1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void temperatureIsMeasuredWithoutHeat() {
        BME680 sensor = new BME680(i2c);
        long before = bus.clock().nanos();
        sensor.temperature();
        assertThat(chip.registers().register(0x71)).isZero();
        assertThat(bus.clock().nanos() - before).isLessThan(60_000_000);
    }

    /** Data sheet, 5.3.1: codes 0 to 5, at their places. */
    @ParameterizedTest
    @CsvSource({"0, 0", "1, 1", "2, 2", "4, 3", "8, 4", "16, 5"})
    void oversamplingsHaveTheirCodesAndPlaces(int samples, int code) {
        BME680 sensor = new BME680(i2c);
        assertThat(sensor.temperatureOversample()).isEqualTo(8);
        assertThat(sensor.pressureOversample()).isEqualTo(4);
        assertThat(sensor.humidityOversample()).isEqualTo(2);
        sensor.pressureOversample(samples);
        sensor.temperature();
        assertThat(chip.registers().register(0x74)).isEqualTo(4 << 5 | code << 2);
        sensor.humidityOversample(samples);
        sensor.temperature();
        assertThat(chip.registers().register(0x72)).isEqualTo(code);
        assertThat(Double.isNaN(sensor.humidity())).isEqualTo(samples == 0);
        assertThat(Double.isNaN(sensor.pressure())).isEqualTo(samples == 0);
        sensor.temperatureOversample(samples);
        assertThat(Double.isNaN(sensor.temperature())).isEqualTo(samples == 0);
        assertThat(chip.registers().register(0x74)).isEqualTo(code << 5 | code << 2);
        assertThat(sensor.temperatureOversample()).isEqualTo(samples);
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "1, 1", "3, 2", "7, 3", "15, 4", "31, 5", "63, 6", "127, 7"})
    void filterSizesHaveTheirCodes(int size, int code) {
        BME680 sensor = new BME680(i2c);
        assertThat(sensor.filterSize()).isEqualTo(3);
        sensor.filterSize(size);
        sensor.temperature();
        assertThat(chip.registers().register(0x75)).isEqualTo(code << 2);
        assertThat(sensor.filterSize()).isEqualTo(size);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 5, 32, 128, Integer.MIN_VALUE, Integer.MAX_VALUE})
    void otherSettingsAreRefused(int value) {
        BME680 sensor = new BME680(i2c);
        assertThatThrownBy(() -> sensor.pressureOversample(value))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("pressureOversample cannot be " + value);
        assertThatThrownBy(() -> sensor.humidityOversample(value)).hasMessageContaining("humidityOversample");
        assertThatThrownBy(() -> sensor.temperatureOversample(value)).hasMessageContaining("temperatureOversample");
        assertThatThrownBy(() -> sensor.filterSize(value)).hasMessageContaining("filterSize");
        assertThatThrownBy(() -> sensor.seaLevelPressure(0)).isInstanceOf(IllegalArgumentException.class);
    }

    /** The standard atmosphere has 898.75 hPa at 1000 m and 954.61 hPa at 500 m. */
    @ParameterizedTest
    @CsvSource({"1013.25, 0", "954.61, 500", "898.75, 1000"})
    void altitudeFollowsTheStandardAtmosphere(double hectopascals, double metres) {
        chip.quantity("pressure").value(hectopascals);
        BME680 sensor = new BME680(i2c);
        assertThat(sensor.altitude()).isCloseTo(metres, within(2.0));
        sensor.seaLevelPressure(hectopascals);
        assertThat(sensor.altitude()).isCloseTo(0, within(0.1));
        assertThat(sensor.seaLevelPressure()).isEqualTo(hectopascals);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0x60", "0x00", "0xff"})
    void anotherChipIsRefused(String id) {
        chip.registers().register(0xD0, Integer.decode(id));
        assertThatThrownBy(() -> new BME680(i2c))
                .isInstanceOf(DeviceNotFoundException.class)
                .hasMessageContainingAll("BME680", id);
        assertFree(i2c);
    }

    @Test
    void anAbsentChipIsNotFound() {
        assertThatThrownBy(() -> new BME680(i2c, 0x76)).isInstanceOf(DeviceNotFoundException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8})
    void aTransferThatFailsInTheMiddleLeavesTheBusFree(int transfer) {
        BME680 sensor = new BME680(i2c);
        faulty.next(transfer, FaultyI2C.Fault.NO_ACKNOWLEDGE);
        assertThatThrownBy(sensor::measurements).isInstanceOf(BusException.class);
        assertFree(i2c);
        set(-5, 700, 20, 9000);
        assertThat(sensor.measurements().temperature()).isCloseTo(-5, within(0.002));
    }

    /** A measurement that was begun goes on, with its settings and its values. */
    @Test
    void aMeasurementThatRunsIsNotTakenForTheNext() {
        BME680 sensor = new BME680(i2c);
        faulty.next(7, FaultyI2C.Fault.TIMEOUT_AFTERWARDS);
        assertThatThrownBy(sensor::gas).isInstanceOf(BusException.class);
        assertThat(chip.registers().register(0x1D)).isEqualTo(0x20);
        chip.quantity("humidity").value(80);
        assertThat(sensor.humidity()).isCloseTo(80, within(0.02));
    }

    @Test
    void afterALossOfPowerTheSettingsAreSentAgain() {
        BME680 sensor = new BME680(i2c);
        chip.registers().register(0x5A, 0).register(0x64, 0).register(0x70, 8, 0, 0, 0, 0, 0);
        assertThat(sensor.gas()).isCloseTo(50_000, within(50.0));
        assertThat(chip.registers().register(0x64)).isEqualTo(101);
        assertThat(chip.registers().register(0x70)).isZero();
        assertThat(chip.registers().register(0x75)).isEqualTo(8);
    }

    @ParameterizedTest
    @ValueSource(ints = {0x00, 0xFF})
    void aConstantCalibrationIsRefused(int value) {
        for (int i = 0x8A; i <= 0xA0; i++) {
            chip.registers().register(i, value);
        }
        assertThatThrownBy(() -> new BME680(i2c))
                .isInstanceOf(BusException.class)
                .hasMessageContainingAll("calibration", "constant");
    }

    @Test
    void aValueThatTheChipCannotMeasureIsAnError() {
        BME680 sensor = new BME680(i2c);
        chip.registers().onRead(register -> chip.registers().register(0x22, 0xFF, 0xFF, 0xF0));
        assertThatThrownBy(sensor::temperature).isInstanceOf(BusException.class).hasMessageContaining("read wrong");
    }

    @ParameterizedTest
    @ValueSource(ints = {0x00, 0x20, 0xC0})
    void aMeasurementThatDoesNotEndIsATimeout(int status) {
        BME680 sensor = new BME680(i2c);
        chip.registers().onRead(register -> chip.registers().register(0x1D, status));
        assertThatThrownBy(sensor::temperature)
                .hasMessageContainingAll("500 ms", "supply")
                .asInstanceOf(InstanceOfAssertFactories.type(BusException.class))
                .returns(Kind.TIMEOUT, BusException::kind);
        assertFree(i2c);
    }

    /** One measurement in 1000 s at most. */
    @Test
    void readingsShareAMeasurementAtARefreshRate() {
        set(20, 1000, 40, 50_000);
        BME680 sensor = new BME680(i2c, 0x77, 0.001);
        assertThat(sensor.temperature()).isCloseTo(20, within(0.002));
        set(30, 900, 60, 20_000);
        assertThat(sensor.temperature()).isCloseTo(20, within(0.002));
        assertThat(sensor.pressure()).isCloseTo(1000, within(0.005));
        assertThat(sensor.humidity()).isCloseTo(40, within(0.02));
        // The gas was not measured.
        assertThat(sensor.gas()).isCloseTo(20_000, within(20.0));
        assertThat(sensor.temperature()).isCloseTo(30, within(0.002));
        set(10, 800, 50, 10_000);
        assertThat(sensor.measurements().gas()).isCloseTo(20_000, within(20.0));
        assertThat(sensor.pressure()).isCloseTo(900, within(0.005));
        // The gas with the settings of before.
        sensor.setGasHeater(300, 100);
        assertThat(sensor.gas()).isCloseTo(10_000, within(10.0));
    }

    @Test
    void withoutARefreshRateOrAfterItsTimeEachReadingIsANewMeasurement() {
        for (BME680 sensor : List.of(new BME680(i2c), new BME680(i2c, 0x77, 1e10), new BME680(i2c, 0x77, 1e300))) {
            set(20, 1000, 40, 50_000);
            assertThat(sensor.temperature()).isCloseTo(20, within(0.002));
            set(30, 900, 60, 20_000);
            assertThat(sensor.temperature()).isCloseTo(30, within(0.002));
        }
    }

    @Test
    void aMeasurementThatFailedIsNotShared() {
        set(20, 1000, 40, 50_000);
        BME680 sensor = new BME680(i2c, 0x77, 0.001);
        assertThat(sensor.temperature()).isCloseTo(20, within(0.002));
        set(30, 900, 60, 20_000);
        faulty.next(4, FaultyI2C.Fault.NO_ACKNOWLEDGE);
        assertThatThrownBy(sensor::gas).isInstanceOf(BusException.class);
        assertFree(i2c);
        assertThat(sensor.temperature()).isCloseTo(30, within(0.002));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -10, Double.NaN})
    void aRefreshRateIsMoreThanZero(double rate) {
        assertThatThrownBy(() -> new BME680(i2c, 0x77, rate))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("refreshRate", "more than 0");
    }
}
