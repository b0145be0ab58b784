// SPDX-License-Identifier: MIT
package blinka4j.drivers.dps310;

import static blinka4j.drivers.BusAssert.assertFree;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.within;

import blinka4j.BusException;
import blinka4j.BusException.Kind;
import blinka4j.DeviceNotFoundException;
import blinka4j.busio.I2C;
import blinka4j.drivers.dps310.DPS310_Advanced.Mode;
import blinka4j.drivers.dps310.DPS310_Advanced.Rate;
import blinka4j.drivers.dps310.DPS310_Advanced.SampleCount;
import blinka4j.sim.SimI2CBus;
import blinka4j.sim.chips.SimDPS310;
import blinka4j.testing.FaultyI2C;
import blinka4j.testing.FaultyI2C.Fault;
import java.math.BigInteger;
import java.time.Duration;
import java.util.function.Consumer;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class DPS310Test {
    private static final int PRS_CFG = 0x06;
    private static final int TMP_CFG = 0x07;

    private final SimDPS310 chip = new SimDPS310();
    private final SimI2CBus bus = new SimI2CBus().attach(0x77, chip);
    private final FaultyI2C faulty = new FaultyI2C(bus);
    private final I2C i2c = new I2C(faulty);

    private void set(double celsius, double hectopascals) {
        chip.quantity("temperature").value(celsius);
        chip.quantity("pressure").value(hectopascals);
    }

    /** With 16 samples a step is 0.3 Pa. */
    private static void hasMeasured(DPS310 sensor, double celsius, double hectopascals) {
        assertThat(sensor.temperature()).isCloseTo(celsius, within(0.002));
        assertThat(sensor.pressure()).isCloseTo(hectopascals, within(0.004));
    }

    /** Data sheet, 8.11: two numbers of 12 bits, two of 20, and five of 16. */
    private void calibrate(int c0, int c1, int c00, int c10, int c01, int c11, int c20, int c21, int c30) {
        BigInteger all = BigInteger.ZERO;
        int[] values = {c0, c1, c00, c10, c01, c11, c20, c21, c30};
        int[] bits = {12, 12, 20, 20, 16, 16, 16, 16, 16};
        for (int i = 0; i < values.length; i++) {
            all = all.shiftLeft(bits[i]).or(BigInteger.valueOf(values[i] & ((1 << bits[i]) - 1)));
        }
        for (int i = 0; i < 18; i++) {
            chip.registers().register(0x10 + i, all.shiftRight(8 * (17 - i)).intValue() & 0xFF);
        }
    }

    /** The chip always has these raw values. */
    private void always(int pressure, int temperature) {
        chip.registers().onRead(register -> chip.registers().u24be(0x00, pressure, temperature));
    }

    /** Of chips of others: Infineon/DPS310-Pressure-Sensor, issues 23 (4 samples) and 30 (1 sample). */
    @ParameterizedTest
    @CsvSource({
        "223, -291, COUNT_4, 156656, 99.0786",
        "222, -297, COUNT_1, 200498, -2.5786",
        "223, -291, COUNT_4, 0, 111.5 – refused",
        "100, -291, COUNT_64, -35752, 60.0",
    })
    void temperatureIsTheFormulaOfTheDataSheet(int c0, int c1, SampleCount count, int raw, String celsius) {
        calibrate(c0, c1, 80074, -56035, -3145, 1432, -9919, 152, -1321);
        DPS310_Advanced sensor = new DPS310_Advanced(i2c);
        sensor.temperatureOversampleCount(count);
        always(0, raw);
        if (celsius.endsWith("refused")) {
            assertThatThrownBy(sensor::temperature)
                    .isInstanceOf(BusException.class)
                    .hasMessageContaining("111.5 °C");
        } else {
            assertThat(sensor.temperature()).isCloseTo(Double.parseDouble(celsius), within(0.0001));
        }
    }

    /** The first of a chip of others, as above; then the ends of the raw values, calculated with fractions of Python. */
    @ParameterizedTest
    @CsvSource({
        "COUNT_4, -1509278, 156656, 1013.7421",
        "COUNT_64, 0, 0, 800.74",
        "COUNT_64, -1040384, 0, 1275.11",
        "COUNT_64, -1040384, 1040384, 1230.86",
        "COUNT_64, 1040384, 1040384, 0",
    })
    void pressureIsTheFormulaOfTheDataSheet(SampleCount count, int raw, int temperature, double hectopascals) {
        calibrate(223, -291, 80074, -56035, -3145, 1432, -9919, 152, -1321);
        DPS310_Advanced sensor = new DPS310_Advanced(i2c);
        sensor.pressureOversampleCount(count);
        sensor.temperatureOversampleCount(count);
        always(raw, temperature);
        if (hectopascals == 0) {
            assertThatThrownBy(sensor::pressure)
                    .isInstanceOf(BusException.class)
                    .hasMessageContaining("read wrong");
        } else {
            assertThat(sensor.pressure()).isCloseTo(hectopascals, within(0.0001));
        }
        assertFree(i2c);
    }

    @ParameterizedTest
    @ValueSource(ints = {0x800000, 0x7FFFFF})
    void rawValuesThatTheChipCannotHaveAreErrors(int raw) {
        DPS310_Advanced sensor = new DPS310_Advanced(i2c);
        sensor.temperatureOversampleCount(SampleCount.COUNT_1);
        always(0x800000, raw);
        assertThatThrownBy(sensor::pressure).isInstanceOf(BusException.class);
        assertThatThrownBy(sensor::temperature).isInstanceOf(BusException.class);
        assertFree(i2c);
    }

    @ParameterizedTest
    @CsvSource({"22.5, 1013.25", "0, 1000", "-40, 300", "85, 1200", "-0.01, 950.5", "85, 300", "-40, 1200"})
    void agreesWithTheSimulatedChip(double celsius, double hectopascals) {
        set(celsius, hectopascals);
        hasMeasured(new DPS310(i2c), celsius, hectopascals);
        DPS310.Measurements all = new DPS310_Advanced(i2c).measurements();
        assertThat(all.temperature()).isCloseTo(celsius, within(0.002));
        assertThat(all.pressure()).isCloseTo(hectopascals, within(0.004));
    }

    /** Data sheet, 7: 1 Hz is code 0, 4 Hz is 2; 64 samples are code 6; the external sensor; values in mode 7; both shifts. */
    @Test
    void theFirstSettingsAreThoseOfCircuitPython() {
        DPS310 sensor = new DPS310(i2c);
        assertThat(chip.registers().registers(PRS_CFG, 4)).containsExactly(0x06, 0x86, 0xF7, 0x0C);
        set(-5, 900);
        bus.clock().advance(Duration.ofMillis(500));
        hasMeasured(sensor, 22.5, 1013.25);
        bus.clock().advance(Duration.ofMillis(500));
        hasMeasured(sensor, -5, 900);
        DPS310_Advanced advanced = new DPS310_Advanced(i2c);
        assertThat(chip.registers().registers(PRS_CFG, 4)).containsExactly(0x26, 0xA6, 0xF7, 0x0C);
        set(0, 950);
        bus.clock().advance(Duration.ofMillis(250));
        hasMeasured(advanced, 0, 950);
        assertThat(advanced.mode()).isEqualTo(Mode.CONT_PRESTEMP);
        assertThat(advanced.pressureRate()).isEqualTo(Rate.RATE_4_HZ);
        assertThat(advanced.temperatureRate()).isEqualTo(Rate.RATE_4_HZ);
        assertThat(advanced.pressureOversampleCount()).isEqualTo(SampleCount.COUNT_64);
        assertThat(advanced.temperatureOversampleCount()).isEqualTo(SampleCount.COUNT_64);
    }

    @ParameterizedTest
    @EnumSource
    void aNewCountIsUsedWithNewValuesOnly(SampleCount count) {
        DPS310_Advanced sensor = new DPS310_Advanced(i2c);
        set(-12.5, 987);
        sensor.pressureOversampleCount(count);
        hasMeasured(sensor, -12.5, 987);
        assertThat(chip.registers().register(PRS_CFG) & 0x0F).isEqualTo(count.ordinal());
        assertThat(sensor.pressureOversampleCount()).isEqualTo(count);
        set(40, 1100);
        sensor.temperatureOversampleCount(count);
        hasMeasured(sensor, 40, 1100);
        assertThat(chip.registers().register(TMP_CFG)).isEqualTo(0xA0 | count.ordinal());
        assertThat(sensor.temperatureOversampleCount()).isEqualTo(count);
        // Data sheet, 7.5: more than 8 samples need the shift.
        assertThat(chip.registers().register(0x09)).isEqualTo(count.ordinal() > 3 ? 0x0C : 0x00);
        assertThat(sensor.mode()).isEqualTo(Mode.CONT_PRESTEMP);
    }

    @ParameterizedTest
    @EnumSource
    void ratesHaveTheirCodesAndPlaces(Rate rate) {
        DPS310_Advanced sensor = new DPS310_Advanced(i2c);
        sensor.pressureRate(rate);
        assertThat(chip.registers().register(PRS_CFG)).isEqualTo(rate.ordinal() << 4 | 6);
        assertThat(chip.registers().register(TMP_CFG)).isEqualTo(0xA6);
        sensor.temperatureRate(rate);
        assertThat(chip.registers().register(TMP_CFG)).isEqualTo(0x80 | rate.ordinal() << 4 | 6);
        assertThat(sensor.pressureRate()).isEqualTo(rate);
        assertThat(sensor.temperatureRate()).isEqualTo(rate);
    }

    /** Data sheet, 7.3: the codes of MEAS_CTRL. */
    @ParameterizedTest
    @CsvSource({
        "IDLE, 0",
        "ONE_PRESSURE, 0",
        "ONE_TEMPERATURE, 0",
        "CONT_PRESSURE, 5",
        "CONT_TEMP, 6",
        "CONT_PRESTEMP, 7"
    })
    void aModeMeasuresWhatItSays(Mode mode, int code) {
        DPS310_Advanced sensor = new DPS310_Advanced(i2c);
        set(0, 1000);
        sensor.mode(mode);
        boolean temperature = mode.name().contains("TEMP");
        boolean pressure = mode.name().contains("PRES");
        assertThat(sensor.temperatureReady()).isEqualTo(temperature);
        assertThat(sensor.pressureReady()).isEqualTo(pressure);
        assertThat(sensor.temperature()).isCloseTo(temperature ? 0 : 22.5, within(0.002));
        assertThat(sensor.temperatureReady()).isFalse();
        assertThat(sensor.pressureReady()).isFalse();
        assertThat(chip.registers().register(0x08) & 7).isEqualTo(code);
        assertThat(sensor.mode()).isEqualTo(code == 0 ? Mode.IDLE : mode);
        set(50, 1000);
        bus.clock().advance(Duration.ofSeconds(1));
        assertThat(sensor.temperature()).isCloseTo(code > 5 ? 50 : temperature ? 0 : 22.5, within(0.002));
    }

    /** Data sheet, 4.9.3: 3.6 ms for one sample. */
    @Test
    void oneMeasurementOfOneSampleIsQuick() {
        DPS310_Advanced sensor = new DPS310_Advanced(i2c);
        sensor.pressureOversampleCount(SampleCount.COUNT_1);
        sensor.temperatureOversampleCount(SampleCount.COUNT_1);
        sensor.pressureRate(Rate.RATE_128_HZ);
        sensor.temperatureRate(Rate.RATE_128_HZ);
        Duration before = bus.clock().now();
        set(22.5, 700);
        sensor.mode(Mode.ONE_PRESSURE);
        hasMeasured(sensor, 22.5, 700);
        assertThat(bus.clock().now().minus(before)).isLessThan(Duration.ofMillis(20));
    }

    @Test
    void aWaitEndsWithANewValue() {
        DPS310 sensor = new DPS310(i2c);
        hasMeasured(sensor, 22.5, 1013.25);
        set(0, 900);
        sensor.waitTemperatureReady();
        sensor.waitPressureReady();
        hasMeasured(sensor, 0, 900);
    }

    @Test
    void aWaitForWhatTheModeDoesNotMeasureIsAnError() {
        DPS310_Advanced sensor = new DPS310_Advanced(i2c);
        sensor.mode(Mode.CONT_PRESSURE);
        assertThatThrownBy(sensor::waitTemperatureReady)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContainingAll("temperature", "mode", "initialize()");
        sensor.mode(Mode.ONE_TEMPERATURE);
        sensor.waitTemperatureReady();
        assertThatThrownBy(sensor::waitPressureReady)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("pressure");
        sensor.temperature();
        assertThatThrownBy(sensor::waitTemperatureReady).isInstanceOf(IllegalStateException.class);
        assertFree(i2c);
        sensor.initialize();
        sensor.waitPressureReady();
        assertThat(sensor.mode()).isEqualTo(Mode.CONT_PRESTEMP);
    }

    @Test
    void aResetChipIsIdle() {
        DPS310_Advanced sensor = new DPS310_Advanced(i2c);
        set(10, 600);
        sensor.reset();
        assertThat(sensor.mode()).isEqualTo(Mode.IDLE);
        assertThat(sensor.pressureOversampleCount()).isEqualTo(SampleCount.COUNT_1);
        hasMeasured(sensor, 10, 600);
        sensor.initialize();
        assertThat(chip.registers().registers(PRS_CFG, 4)).containsExactly(0x26, 0xA6, 0xF7, 0x0C);
    }

    /** The standard atmosphere has 898.75 hPa at 1000 m and 954.61 hPa at 500 m. */
    @ParameterizedTest
    @CsvSource({"1013.25, 0", "954.61, 500", "898.75, 1000", "1037.5, -200"})
    void altitudeFollowsTheStandardAtmosphere(double hectopascals, double metres) {
        set(15, hectopascals);
        DPS310 sensor = new DPS310(i2c);
        assertThat(sensor.altitude()).isCloseTo(metres, within(2.0));
        sensor.seaLevelPressure(hectopascals);
        assertThat(sensor.altitude()).isCloseTo(0, within(0.1));
        assertThatThrownBy(() -> sensor.seaLevelPressure(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("0.0 hPa");
        assertThat(sensor.seaLevelPressure()).isEqualTo(hectopascals);
    }

    @ParameterizedTest
    @ValueSource(ints = {0x20, 0x11, 0x00, 0xFF})
    void anotherChipIsRefused(int id) {
        chip.registers().register(0x0D, id);
        assertThatThrownBy(() -> new DPS310(i2c))
                .isInstanceOf(DeviceNotFoundException.class)
                .hasMessageContainingAll("DPS310", "0x%02x".formatted(id));
        assertFree(i2c);
    }

    @Test
    void anAbsentChipIsNotFound() {
        assertThatThrownBy(() -> new DPS310(i2c, 0x76)).isInstanceOf(DeviceNotFoundException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {0x00, 0xFF})
    void aConstantCalibrationIsRefused(int value) {
        for (int i = 0; i < 18; i++) {
            chip.registers().register(0x10 + i, value);
        }
        assertThatThrownBy(() -> new DPS310(i2c))
                .isInstanceOf(BusException.class)
                .hasMessageContainingAll("calibration", "constant");
    }

    @Test
    void aChipThatIsNeverReadyIsATimeout() {
        chip.registers().onRead(register -> chip.registers().register(0x08, 0x40));
        assertThatThrownBy(() -> new DPS310(i2c))
                .hasMessageContainingAll("still busy", "power")
                .asInstanceOf(InstanceOfAssertFactories.type(BusException.class))
                .returns(Kind.TIMEOUT, BusException::kind);
        assertFree(i2c);
    }

    @Test
    void aMeasurementThatDoesNotEndIsATimeout() {
        DPS310 sensor = new DPS310(i2c);
        chip.registers().onRead(register -> chip.registers().register(0x08, 0xC7));
        assertThatThrownBy(sensor::waitPressureReady)
                .asInstanceOf(InstanceOfAssertFactories.type(BusException.class))
                .returns(Kind.TIMEOUT, BusException::kind);
        assertFree(i2c);
    }

    @Test
    void aCountThatStandsForNothingIsAnError() {
        DPS310_Advanced sensor = new DPS310_Advanced(i2c);
        chip.registers().register(PRS_CFG, 0x08);
        assertThatThrownBy(sensor::pressure).isInstanceOf(BusException.class).hasMessageContaining("read wrong");
        assertThatThrownBy(sensor::pressureOversampleCount).isInstanceOf(BusException.class);
        assertThat(sensor.temperature()).isCloseTo(22.5, within(0.002));
    }

    /** Whichever transfer of a change fails, the next reading is right. */
    private void failsAnywhere(DPS310_Advanced sensor, Consumer<DPS310_Advanced> change, Mode mode) {
        int transfers = 0;
        for (boolean failed = true; failed; transfers++) {
            faulty.next(transfers, transfers % 2 == 0 ? Fault.NO_ACKNOWLEDGE : Fault.TIMEOUT_AFTERWARDS);
            failed = catchThrowable(() -> change.accept(sensor)) instanceof BusException;
            assertFree(i2c);
            if (failed) {
                set(transfers % 100 - 30, 700 + transfers);
                bus.clock().advance(Duration.ofSeconds(1));
                hasMeasured(sensor, transfers % 100 - 30, 700 + transfers);
                assertThat(sensor.mode()).isEqualTo(mode);
            } else {
                // The fault may still come.
                for (int i = 0; i < 100; i++) {
                    catchThrowable(sensor::temperature);
                }
            }
        }
        assertThat(transfers).isGreaterThan(15);
    }

    @ParameterizedTest
    @CsvSource({"COUNT_1, COUNT_128", "COUNT_64, COUNT_2"})
    void aCountThatWasSetInPartIsCompletedByTheNextCall(SampleCount before, SampleCount after) {
        DPS310_Advanced sensor = new DPS310_Advanced(i2c);
        failsAnywhere(
                sensor,
                each -> {
                    each.temperatureOversampleCount(before);
                    each.temperatureOversampleCount(after);
                },
                Mode.CONT_PRESTEMP);
        assertThat(sensor.temperatureOversampleCount()).isEqualTo(after);
    }

    /** A count whose change failed when the chip was idle for it. */
    private DPS310_Advanced interrupted() {
        DPS310_Advanced sensor = new DPS310_Advanced(i2c);
        hasMeasured(sensor, 22.5, 1013.25);
        faulty.next(12, Fault.NO_ACKNOWLEDGE);
        assertThatThrownBy(() -> sensor.pressureOversampleCount(SampleCount.COUNT_8))
                .isInstanceOf(BusException.class);
        assertThat(chip.registers().register(0x08) & 7).isZero();
        return sensor;
    }

    @Test
    void eachCallAfterAFailureCompletesTheChange() {
        interrupted().waitTemperatureReady();
        interrupted().waitPressureReady();
        assertThat(interrupted().mode()).isEqualTo(Mode.CONT_PRESTEMP);
        DPS310_Advanced sensor = interrupted();
        sensor.pressureOversampleCount(SampleCount.COUNT_16);
        assertThat(sensor.mode()).isEqualTo(Mode.CONT_PRESTEMP);
        DPS310_Advanced idle = interrupted();
        idle.mode(Mode.IDLE);
        assertThat(idle.mode()).isEqualTo(Mode.IDLE);
        hasMeasured(idle, 22.5, 1013.25);
    }

    @ParameterizedTest
    @EnumSource
    void aNewCountKeepsTheMode(Mode mode) {
        DPS310_Advanced sensor = new DPS310_Advanced(i2c);
        sensor.mode(mode);
        sensor.temperatureOversampleCount(SampleCount.COUNT_1);
        assertThat(sensor.mode()).isEqualTo(mode.name().startsWith("ONE") ? Mode.IDLE : mode);
        hasMeasured(sensor, 22.5, 1013.25);
    }

    /** Data sheet, table 6: 12 ms until the sensor is ready, 40 ms until the coefficients are. */
    @Test
    void aResetIsWaitedFor() {
        DPS310 sensor = new DPS310(i2c);
        Duration before = bus.clock().now();
        chip.registers().onWrite((register, value) -> {
            boolean waited = bus.clock().now().minus(before).compareTo(Duration.ofMillis(40)) >= 0;
            assertThat(register == 0x0C || waited).as("register " + register).isTrue();
        });
        sensor.initialize();
        assertThat(chip.registers().register(PRS_CFG)).isEqualTo(0x06);
    }

    @Test
    void aRestartThatFailedIsCompletedByTheNextCall() {
        failsAnywhere(new DPS310_Advanced(i2c), DPS310::initialize, Mode.CONT_PRESTEMP);
    }

    @Test
    void aRateThatFailedIsNotSet() {
        DPS310_Advanced sensor = new DPS310_Advanced(i2c);
        // Three readings, then the write.
        faulty.next(3, Fault.NO_ACKNOWLEDGE);
        assertThatThrownBy(() -> sensor.temperatureRate(Rate.RATE_1_HZ)).isInstanceOf(BusException.class);
        assertThat(sensor.temperatureRate()).isEqualTo(Rate.RATE_4_HZ);
        faulty.flipNext(0, 7);
        sensor.temperatureRate(Rate.RATE_1_HZ);
        assertThat(chip.registers().register(TMP_CFG)).isEqualTo(0x86);
    }

    @Test
    void aReadingThatFailsInTheMiddleLeavesTheBusFree() {
        DPS310 sensor = new DPS310(i2c);
        faulty.next(0, Fault.NO_ACKNOWLEDGE);
        assertThatThrownBy(sensor::measurements).isInstanceOf(BusException.class);
        assertFree(i2c);
        hasMeasured(sensor, 22.5, 1013.25);
    }

    /** The status is read three times, the values of before are read, and the mode is written before and after them. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6})
    void aModeThatFailedLeavesTheOneOfBefore(int transfer) {
        DPS310_Advanced sensor = new DPS310_Advanced(i2c);
        sensor.mode(Mode.CONT_PRESTEMP);
        faulty.next(transfer, Fault.BUSY);
        assertThatThrownBy(() -> sensor.mode(Mode.CONT_TEMP)).isInstanceOf(BusException.class);
        assertThat(sensor.mode()).isEqualTo(Mode.CONT_PRESTEMP);
        set(30, 900);
        bus.clock().advance(Duration.ofSeconds(2));
        hasMeasured(sensor, 30, 900);
    }
}
