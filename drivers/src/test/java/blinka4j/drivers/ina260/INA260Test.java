// SPDX-License-Identifier: MIT
package blinka4j.drivers.ina260;

import static blinka4j.drivers.BusAssert.assertFree;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import blinka4j.BusException;
import blinka4j.DeviceNotFoundException;
import blinka4j.busio.I2C;
import blinka4j.drivers.ina260.INA260.AveragingCount;
import blinka4j.drivers.ina260.INA260.ConversionTime;
import blinka4j.drivers.ina260.INA260.Mode;
import blinka4j.sim.I2CPlayback;
import blinka4j.sim.SimI2CBus;
import blinka4j.sim.WordRegisters;
import blinka4j.sim.chips.SimINA260;
import blinka4j.testing.FaultyI2C;
import java.time.Duration;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class INA260Test {
    private final WordRegisters chip = new WordRegisters()
            .word(0x00, 0x6127)
            .word(0x06, 0)
            .word(0x07, 0)
            .word(0xFE, 0x5449)
            .word(0xFF, 0x2270)
            .readOnly(0x01, 0x02, 0x03, 0xFE, 0xFF);
    private final SimI2CBus bus = new SimI2CBus().attach(0x40, chip);
    private final I2C i2c = new I2C(bus);

    /** Data sheet, 8.5.1 and 8.6.2: 1.25 mA, in two's complement; −12.5 A is 0xD8F0. */
    @ParameterizedTest
    @CsvSource({
        "0x2710, 12500",
        "0xD8F0, -12500",
        "0, 0",
        "1, 1.25",
        "0xFFFF, -1.25",
        "0x7FFF, 40958.75",
        "0x8000, -40960"
    })
    void theCurrentIsInStepsOf1250Microamperes(String raw, double milliamperes) {
        chip.word(0x01, Integer.decode(raw));
        assertThat(new INA260(i2c).current()).isEqualTo(milliamperes);
    }

    /** Data sheet, 8.6.3: 1.25 mV; 0x7FFF is 40.96 V. */
    @ParameterizedTest
    @CsvSource({"0x2570, 11.98", "0, 0", "1, 0.00125", "0x7FFF, 40.95875", "0x7080, 36"})
    void theVoltageIsInStepsOf1250Microvolts(String raw, double volts) {
        chip.word(0x02, Integer.decode(raw));
        assertThat(new INA260(i2c).voltage()).isCloseTo(volts, within(1e-9));
    }

    /** Data sheet, 8.6.4: 10 mW, unsigned. */
    @ParameterizedTest
    @CsvSource({"0x3A7F, 149750", "0, 0", "1, 10", "0xFFFF, 655350", "0x8000, 327680"})
    void thePowerIsInStepsOfTenMilliwatts(String raw, double milliwatts) {
        chip.word(0x03, Integer.decode(raw));
        assertThat(new INA260(i2c).power()).isEqualTo(milliwatts);
    }

    /** Data sheet, tables 5 to 8. */
    @Test
    void settingsHaveTheirCodesAndLeaveTheOthers() {
        INA260 sensor = new INA260(i2c);
        for (AveragingCount count : AveragingCount.values()) {
            sensor.averagingCount(count);
            assertThat(chip.word(0x00)).isEqualTo(0x6127 | count.ordinal() << 9);
            assertThat(sensor.averagingCount()).isEqualTo(count);
        }
        for (ConversionTime time : ConversionTime.values()) {
            sensor.voltageConversionTime(time);
            assertThat(chip.word(0x00)).isEqualTo(0x6E27 | time.ordinal() << 6);
            assertThat(sensor.voltageConversionTime()).isEqualTo(time);
        }
        for (ConversionTime time : ConversionTime.values()) {
            sensor.currentConversionTime(time);
            assertThat(chip.word(0x00)).isEqualTo(0x6FC7 | time.ordinal() << 3);
            assertThat(sensor.currentConversionTime()).isEqualTo(time);
        }
        chip.word(0x06, 8);
        for (Mode mode : Mode.values()) {
            sensor.mode(mode);
            assertThat(chip.word(0x00)).isEqualTo(0x6FF8 | mode.ordinal());
            assertThat(sensor.mode()).isEqualTo(mode);
        }
        assertThat(sensor.resetBit()).isFalse();
        sensor.resetBit(true);
        assertThat(chip.word(0x00)).isEqualTo(0xEFFF);
        assertThat(sensor.resetBit()).isTrue();
    }

    /** Data sheet, tables 6 and 7. */
    @Test
    void timesAndCountsAreThoseOfTheDataSheet() {
        double[] micros = {140, 204, 332, 588, 1100, 2116, 4156, 8244};
        int[] counts = {1, 4, 16, 64, 128, 256, 512, 1024};
        for (int i = 0; i < 8; i++) {
            assertThat(ConversionTime.getSeconds(ConversionTime.values()[i])).isCloseTo(micros[i] / 1e6, within(1e-9));
            assertThat(AveragingCount.getAveragingCount(AveragingCount.values()[i]))
                    .isEqualTo(counts[i]);
        }
    }

    private record Setting(int bit, Predicate<INA260> get, BiConsumer<INA260, Boolean> set) {}

    /** Data sheet, 8.6.5. */
    @Test
    void alertSettingsHaveTheirBits() {
        INA260 sensor = new INA260(i2c);
        List<Setting> all = List.of(
                new Setting(15, INA260::overcurrentLimit, INA260::overcurrentLimit),
                new Setting(14, INA260::underCurrentLimit, INA260::underCurrentLimit),
                new Setting(13, INA260::busVoltageOverVoltage, INA260::busVoltageOverVoltage),
                new Setting(12, INA260::busVoltageUnderVoltage, INA260::busVoltageUnderVoltage),
                new Setting(11, INA260::powerOverLimit, INA260::powerOverLimit),
                new Setting(10, INA260::conversionReady, INA260::conversionReady),
                new Setting(4, INA260::alertFunctionFlag, (chip, value) -> chip.maskEnable(value ? 0x10 : 0)),
                new Setting(2, INA260::mathOverflowFlag, (chip, value) -> chip.maskEnable(value ? 0x04 : 0)),
                new Setting(1, INA260::alertPolarityBit, INA260::alertPolarityBit),
                new Setting(0, INA260::alertLatchEnable, INA260::alertLatchEnable));
        for (Setting setting : all) {
            chip.word(0x06, 0);
            setting.set.accept(sensor, true);
            assertThat(chip.word(0x06)).isEqualTo(1 << setting.bit);
            assertThat(setting.get.test(sensor)).isTrue();
            assertThat(sensor.maskEnable()).isEqualTo(1 << setting.bit);
            assertThat(all.stream().filter(each -> each.get.test(sensor))).hasSize(1);
            setting.set.accept(sensor, false);
            assertThat(chip.word(0x06)).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 0x8000, 0xFFFF})
    void maskAndLimitAreWholeRegisters(int value) {
        INA260 sensor = new INA260(i2c);
        sensor.alertLimit(value);
        sensor.maskEnable(value);
        assertThat(chip.word(0x07)).isEqualTo(value);
        assertThat(chip.word(0x06)).isEqualTo(value);
        assertThat(sensor.alertLimit()).isEqualTo(value);
        assertThat(sensor.maskEnable()).isEqualTo(value);
        assertThatThrownBy(() -> sensor.alertLimit(65_536)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> sensor.maskEnable(-1)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({"0x5448, 0x2270, 0x5448", "0x5449, 0x2260, 0x2260", "0x5449, 0x3220, 0x3220", "0, 0x2270, 0x0000"})
    void anotherChipIsRefused(String maker, String die, String found) {
        chip.word(0xFE, Integer.decode(maker)).word(0xFF, Integer.decode(die));
        assertThatThrownBy(() -> new INA260(i2c))
                .isInstanceOf(DeviceNotFoundException.class)
                .hasMessageContainingAll("no INA260 at address 0x40", found);
        assertFree(i2c);
    }

    @Test
    void aRevisionIsNoOtherChip() {
        chip.word(0xFF, 0x227A);
        assertThat(new INA260(i2c).revisionId()).isEqualTo(10);
    }

    @Test
    void anAbsentChipIsNotFound() {
        assertThatThrownBy(() -> new INA260(i2c, 0x4f))
                .isInstanceOf(DeviceNotFoundException.class)
                .hasMessageStartingWith("no I2C device at address 0x4f");
    }

    @Test
    void eachReadingIsOneTransfer() {
        try (I2CPlayback played = I2CPlayback.at(0x40)
                .register(0xFE, 0x54, 0x49)
                .register(0xFF, 0x22, 0x70)
                .register(0x01, 0x00, 0x50)
                .register(0x02, 0x25, 0x70)
                .register(0x03, 0x00, 0x78)) {
            INA260 sensor = new INA260(new I2C(played));
            assertThat(sensor.current()).isEqualTo(100);
            assertThat(sensor.voltage()).isCloseTo(11.98, within(1e-9));
            assertThat(sensor.power()).isEqualTo(1200);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "TRIGGERED, TIME_1_1_ms, COUNT_1, 2200",
        "TRIGGERED, TIME_8_244_ms, COUNT_1024, 16883712",
        "CURRENT_TRIGGERED, TIME_140_us, COUNT_4, 560",
        "VOLTAGE_TRIGGERED, TIME_588_us, COUNT_64, 37632"
    })
    void aTriggeredMeasurementIsWaitedFor(Mode mode, ConversionTime time, AveragingCount count, long micros) {
        SimINA260 model = new SimINA260().load(5, 50);
        SimI2CBus other = new SimI2CBus().attach(0x40, model);
        INA260 sensor = new INA260(new I2C(other));
        sensor.mode(Mode.SHUTDOWN);
        model.load(12, -1000);
        sensor.averagingCount(count);
        sensor.currentConversionTime(time);
        sensor.voltageConversionTime(time);
        Duration before = other.clock().now();
        sensor.mode(mode);
        long took = other.clock().now().minus(before).toNanos() / 1000;
        assertThat(took).isBetween(micros, micros * 14 / 10 + 5000);
        assertThat(sensor.current()).isEqualTo(mode == Mode.VOLTAGE_TRIGGERED ? 50 : -1000);
        assertThat(sensor.voltage()).isCloseTo(mode == Mode.CURRENT_TRIGGERED ? 5 : 12, within(1e-9));
        model.load(1, 1);
        other.clock().advance(Duration.ofSeconds(20));
        assertThat(sensor.current()).isEqualTo(mode == Mode.VOLTAGE_TRIGGERED ? 50 : -1000);
    }

    @Test
    void agreesWithTheSimulatedChipAboutAlerts() {
        SimINA260 model = new SimINA260().load(11.98, 12_500);
        SimI2CBus other = new SimI2CBus().attach(0x40, model);
        INA260 sensor = new INA260(new I2C(other));
        other.clock().advance(Duration.ofMillis(3));
        assertThat(sensor.power()).isEqualTo(149_750);
        sensor.alertLimit(0xFC18);
        sensor.underCurrentLimit(true);
        sensor.alertLatchEnable(true);
        other.clock().advance(Duration.ofMillis(3));
        assertThat(sensor.alertFunctionFlag()).isFalse();
        model.load(11.98, -1251.25);
        other.clock().advance(Duration.ofMillis(3));
        sensor.current();
        model.load(11.98, 0);
        other.clock().advance(Duration.ofMillis(3));
        assertThat(sensor.alertFunctionFlag()).isTrue();
        other.clock().advance(Duration.ofMillis(3));
        assertThat(sensor.alertFunctionFlag()).isFalse();
        sensor.resetBit(true);
        assertThat(sensor.maskEnable() & 0xFC03).isZero();
    }

    @Test
    void aChipThatNeverMeasuresIsATimeout() {
        INA260 sensor = new INA260(i2c);
        assertThatThrownBy(() -> sensor.mode(Mode.TRIGGERED))
                .isInstanceOf(BusException.class)
                .hasMessageContainingAll("INA260", "did not measure within 4 ms", "needs 2 ms")
                .satisfies(e -> assertThat(((BusException) e).kind()).isEqualTo(BusException.Kind.TIMEOUT));
        assertFree(i2c);
    }

    @Test
    void afterAFailedTransferTheNextOneWorks() {
        chip.word(0x02, 0x7080);
        INA260 sensor = new INA260(i2c);
        bus.failNext(BusException.Kind.NO_ACKNOWLEDGE);
        assertThatThrownBy(sensor::voltage).isInstanceOf(BusException.class);
        assertFree(i2c);
        assertThat(sensor.voltage()).isCloseTo(36, within(1e-9));
    }

    /** The transfers of a measurement: mode read and written, three settings read, flag read. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5})
    void aMeasurementThatFailsInTheMiddleLeavesTheBusFree(int after) {
        SimINA260 model = new SimINA260().load(3.3, 15);
        FaultyI2C faulty = new FaultyI2C(new SimI2CBus().attach(0x40, model));
        I2C shared = new I2C(faulty);
        INA260 sensor = new INA260(shared);
        faulty.next(after, FaultyI2C.Fault.NO_ACKNOWLEDGE);
        assertThatThrownBy(() -> sensor.mode(Mode.TRIGGERED)).isInstanceOf(BusException.class);
        assertFree(shared);
        sensor.mode(Mode.TRIGGERED);
        assertThat(sensor.current()).isEqualTo(15);
    }

    @Test
    void aSettingThatWasNotWrittenIsNotReadBack() {
        INA260 sensor = new INA260(i2c);
        bus.failNext(BusException.Kind.NO_ACKNOWLEDGE);
        assertThatThrownBy(() -> sensor.averagingCount(AveragingCount.COUNT_64)).isInstanceOf(BusException.class);
        assertThat(sensor.averagingCount()).isEqualTo(AveragingCount.COUNT_1);
    }

    /** A reset empties all registers (8.6.1), and a measurement takes 2.2 ms. */
    @Test
    void afterAResetThereIsAMeasurement() {
        SimINA260 model = new SimINA260().load(12, 1000);
        INA260 sensor = new INA260(new I2C(new SimI2CBus().attach(0x40, model)));
        sensor.resetBit(true);
        assertThat(sensor.voltage()).isCloseTo(12, within(0.00063));
        assertThat(sensor.current()).isCloseTo(1000, within(0.63));
    }
}
