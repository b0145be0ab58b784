// SPDX-License-Identifier: MIT
package blinka4j.drivers.ina219;

import static blinka4j.drivers.BusAssert.assertFree;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import blinka4j.BusException;
import blinka4j.DeviceNotFoundException;
import blinka4j.busio.I2C;
import blinka4j.drivers.DuringTransfer;
import blinka4j.drivers.ina219.INA219.ADCResolution;
import blinka4j.drivers.ina219.INA219.BusVoltageRange;
import blinka4j.drivers.ina219.INA219.Gain;
import blinka4j.drivers.ina219.INA219.Mode;
import blinka4j.sim.I2CPlayback;
import blinka4j.sim.SimI2CBus;
import blinka4j.sim.WordRegisters;
import blinka4j.sim.chips.SimINA219;
import blinka4j.testing.FaultyI2C;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class INA219Test {
    private final WordRegisters chip =
            new WordRegisters().word(0x00, 0x399F).word(0x05, 0).readOnly(0x01, 0x02, 0x03, 0x04);
    private final SimI2CBus bus = new SimI2CBus().attach(0x40, chip);
    private final I2C i2c = new I2C(bus);

    /** Data sheet, table 7: two's complement in steps of 10 µV. */
    @ParameterizedTest
    @CsvSource({
        "0x7D00, 0.32",
        "0x3E80, 0.16",
        "0x1F40, 0.08",
        "0x0FA0, 0.04",
        "1, 0.00001",
        "0, 0",
        "0xFFFF, -0.00001",
        "0xF060, -0.04",
        "0xE0C0, -0.08",
        "0xC180, -0.16",
        "0x8300, -0.32"
    })
    void theShuntVoltageIsInStepsOfTenMicrovolts(String raw, double volts) {
        chip.word(0x01, Integer.decode(raw));
        INA219 sensor = new INA219(i2c);
        assertThat(sensor.shuntVoltage()).isCloseTo(volts, within(1e-12));
        assertThat(sensor.rawShuntVoltage()).isEqualTo((short) (int) Integer.decode(raw));
    }

    /** Data sheet, 8.6.3.2: 0x1F40 is 32 V, 0x0FA0 is 16 V; three bits below are no voltage. */
    @ParameterizedTest
    @CsvSource({"0x1F40, 32", "0x0FA0, 16", "1, 0.004", "0, 0", "0x1FFF, 32.764", "0x0BB8, 12"})
    void theBusVoltageIsInStepsOfFourMillivolts(String raw, double volts) {
        for (int flags = 0; flags < 8; flags++) {
            chip.word(0x02, Integer.decode(raw) << 3 | flags);
            INA219 sensor = new INA219(i2c);
            assertThat(sensor.busVoltage()).isCloseTo(volts, within(1e-9));
            assertThat(sensor.rawBusVoltage()).isEqualTo(Integer.decode(raw));
            assertThat(sensor.conversionReady()).isEqualTo((flags & 2) != 0);
            assertThat(sensor.overflow()).isEqualTo((flags & 1) != 0);
        }
    }

    /** Data sheet, 8.5.1: the step is 0.04096 / (calibration * ohms), that of the power 20 times as much. */
    @ParameterizedTest
    @CsvSource({
        "32V2A, 0x399F, 0.1",
        "32V1A, 0x319F, 0.1",
        "16V400mA, 0x019F, 0.1",
        "16V5A, 0x119F, 0.5",
        "16V80mA, 0x099F, 0.01",
        "16V4mA, 0x019F, 0.001"
    })
    void aCalibrationSetsTheConfigurationAndTheSteps(String name, String configuration, double step) {
        Map<String, Consumer<INA219>> all = Map.of(
                "32V2A", INA219::setCalibration32V2A,
                "32V1A", INA219::setCalibration32V1A,
                "16V400mA", INA219::setCalibration16V400mA,
                "16V5A", INA219::setCalibration16V5A,
                "16V80mA", INA219::setCalibration16V80mA,
                "16V4mA", INA219::setCalibration16V4mA);
        INA219 sensor = new INA219(i2c);
        chip.word(0x00, 0).word(0x05, 0);
        all.get(name).accept(sensor);
        assertThat(chip.word(0x00)).isEqualTo(Integer.decode(configuration));
        assertThat(chip.word(0x05)).isEqualTo(4096);
        for (int raw : new int[] {-32768, -1, 0, 1, 10_000, 32767}) {
            chip.word(0x04, raw).word(0x03, raw & 0xFFFF);
            assertThat(sensor.current()).isCloseTo(raw * step, within(1e-9 * Math.abs(raw)));
            assertThat(sensor.power()).isCloseTo((raw & 0xFFFF) * step * 0.02, within(1e-9 * (raw & 0xFFFF)));
            assertThat(sensor.rawCurrent()).isEqualTo(raw);
            assertThat(sensor.rawPower()).isEqualTo(raw & 0xFFFF);
        }
    }

    /** Data sheet, tables 4 to 6. */
    @Test
    void settingsHaveTheirCodesAndLeaveTheOthers() {
        INA219 sensor = new INA219(i2c);
        sensor.busVoltageRange(BusVoltageRange.RANGE_16V);
        assertThat(chip.word(0x00)).isEqualTo(0x199F);
        assertThat(sensor.busVoltageRange()).isEqualTo(BusVoltageRange.RANGE_16V);
        for (Gain gain : Gain.values()) {
            sensor.gain(gain);
            assertThat(chip.word(0x00)).isEqualTo(0x019F | gain.ordinal() << 11);
            assertThat(sensor.gain()).isEqualTo(gain);
        }
        int[] codes = {0, 1, 2, 3, 9, 10, 11, 12, 13, 14, 15};
        for (ADCResolution resolution : ADCResolution.values()) {
            sensor.busAdcResolution(resolution);
            assertThat(chip.word(0x00)).isEqualTo(0x181F | codes[resolution.ordinal()] << 7);
            assertThat(sensor.busAdcResolution()).isEqualTo(resolution);
        }
        for (ADCResolution resolution : ADCResolution.values()) {
            sensor.shuntAdcResolution(resolution);
            assertThat(chip.word(0x00)).isEqualTo(0x1F87 | codes[resolution.ordinal()] << 3);
            assertThat(sensor.shuntAdcResolution()).isEqualTo(resolution);
        }
        for (Mode mode : Mode.values()) {
            sensor.mode(mode);
            assertThat(chip.word(0x00)).isEqualTo(0x1FF8 | mode.ordinal());
            assertThat(sensor.mode()).isEqualTo(mode);
        }
        assertThat(sensor.reset()).isFalse();
        sensor.reset(true);
        assertThat(chip.word(0x00)).isEqualTo(0x9FFF);
        assertThat(sensor.reset()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "4, ADCRES_9BIT_1S",
        "5, ADCRES_10BIT_1S",
        "6, ADCRES_11BIT_1S",
        "7, ADCRES_12BIT_1S",
        "8, ADCRES_12BIT_1S"
    })
    void otherCodesOfTheSameResolutionAreKnown(int code, ADCResolution resolution) {
        INA219 sensor = new INA219(i2c);
        chip.word(0x00, code << 7 | code << 3);
        assertThat(sensor.busAdcResolution()).isEqualTo(resolution);
        assertThat(sensor.shuntAdcResolution()).isEqualTo(resolution);
    }

    @Test
    void aCalibrationThatIsLostIsSetAgain() {
        try (I2CPlayback played = I2CPlayback.at(0x40)
                .writes(0x05, 0x10, 0x00)
                .writes(0x00, 0x39, 0x9F)
                .sleeps(2)
                .register(0x05, 0x10, 0x00)
                .register(0x04, 0xD8, 0xF0)
                .register(0x05, 0x00, 0x00)
                .writes(0x05, 0x10, 0x00)
                .sleeps(2)
                .register(0x03, 0x03, 0xE8)
                .writes(0x05, 0x20, 0x01)
                .register(0x05, 0x20, 0x00)
                .register(0x04, 0x27, 0x10)) {
            INA219 sensor = new INA219(new I2C(played));
            assertThat(sensor.current()).isCloseTo(-1000, within(1e-9));
            assertThat(sensor.power()).isCloseTo(2, within(1e-9));
            // The chip does not keep the lowest bit.
            sensor.calibration(0x2001);
            assertThat(sensor.calibration()).isEqualTo(0x2001);
            assertThat(sensor.current()).isCloseTo(1000, within(1e-9));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 65_536})
    void aCalibrationThatTheRegisterCannotHoldIsRefused(int value) {
        INA219 sensor = new INA219(i2c);
        assertThatThrownBy(() -> sensor.calibration(value)).isInstanceOf(IllegalArgumentException.class);
        assertThat(sensor.calibration()).isEqualTo(4096);
    }

    @ParameterizedTest
    @CsvSource({"12, 1000", "3.3, -0.1", "0, 0", "26, 3200", "5.004, 0.4"})
    void agreesWithTheSimulatedChip(double volts, double milliamperes) {
        SimINA219 model = new SimINA219().load(volts, milliamperes);
        SimI2CBus other = new SimI2CBus().attach(0x40, model);
        INA219 sensor = new INA219(new I2C(other));
        assertThat(other.clock().now()).isLessThan(Duration.ofMillis(4));
        assertThat(sensor.conversionReady()).isTrue();
        assertThat(sensor.busVoltage()).isCloseTo(volts, within(0.0021));
        assertThat(sensor.shuntVoltage()).isCloseTo(milliamperes / 10_000, within(0.0000051));
        assertThat(sensor.current()).isCloseTo(milliamperes, within(0.051));
        assertThat(sensor.power()).isCloseTo(volts * Math.abs(milliamperes) / 1000, within(0.02));
        assertThat(sensor.overflow()).isFalse();
        sensor.reset(true);
        assertThat(model.registers().word(0x05)).isEqualTo(4096);
        assertThat(sensor.mode()).isEqualTo(Mode.SANDBVOLT_CONTINUOUS);
        sensor.mode(Mode.SANDBVOLT_TRIGGERED);
        model.load(1, 10);
        other.clock().advance(Duration.ofMillis(2));
        assertThat(sensor.current()).isCloseTo(10, within(0.051));
        model.load(2, 20);
        other.clock().advance(Duration.ofMillis(2));
        assertThat(sensor.current()).isCloseTo(10, within(0.051));
        assertThat(sensor.conversionReady()).isTrue();
        assertThat(sensor.power()).isCloseTo(0.01, within(0.0021));
        assertThat(sensor.conversionReady()).isFalse();
    }

    @Test
    void aCurrentThatIsTooLargeOverflows() {
        SimINA219 model = new SimINA219().load(20, 3200);
        SimI2CBus other = new SimI2CBus().attach(0x40, model);
        INA219 sensor = new INA219(new I2C(other));
        sensor.calibration(8192);
        other.clock().advance(Duration.ofMillis(2));
        assertThat(sensor.overflow()).isTrue();
    }

    @Test
    void anAbsentChipIsNotFound() {
        assertThatThrownBy(() -> new INA219(i2c, 0x4f))
                .isInstanceOf(DeviceNotFoundException.class)
                .hasMessageStartingWith("no I2C device at address 0x4f");
    }

    @Test
    void afterAFailedTransferTheNextOneWorks() {
        chip.word(0x02, 0x7D00);
        INA219 sensor = new INA219(i2c);
        bus.failNext(BusException.Kind.NO_ACKNOWLEDGE);
        assertThatThrownBy(sensor::busVoltage).isInstanceOf(BusException.class);
        assertFree(i2c);
        assertThat(sensor.busVoltage()).isCloseTo(16, within(1e-9));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void aReadingThatFailsInTheMiddleLeavesTheBusFree(int after) {
        FaultyI2C faulty = new FaultyI2C(bus);
        I2C shared = new I2C(faulty);
        INA219 sensor = new INA219(shared);
        chip.word(0x04, 500);
        faulty.next(after, FaultyI2C.Fault.NO_ACKNOWLEDGE);
        assertThatThrownBy(sensor::current).isInstanceOf(BusException.class);
        assertFree(shared);
        assertThat(sensor.current()).isCloseTo(50, within(1e-9));
    }

    @Test
    void aCalibrationThatWasNotWrittenIsNotKept() {
        INA219 sensor = new INA219(i2c);
        bus.failNext(BusException.Kind.NO_ACKNOWLEDGE);
        assertThatThrownBy(() -> sensor.calibration(8192)).isInstanceOf(BusException.class);
        assertThat(sensor.calibration()).isEqualTo(4096);
        sensor.current();
        assertThat(chip.word(0x05)).isEqualTo(4096);
    }

    /** Data sheet, 8.5.1: with 20 mΩ a step of the current is 0.5 mA. */
    @Test
    void aCalibrationDuringAChangeOfTheRangeHasTheNewShunt() throws InterruptedException {
        chip.word(0x04, 1000);
        DuringTransfer port = new DuringTransfer(bus);
        INA219 sensor = new INA219(new I2C(port));
        port.next(() -> sensor.calibration(5000));
        sensor.setCalibration16V5A();
        port.assertWaited();
        assertThat(sensor.calibration()).isEqualTo(5000);
        assertThat(sensor.current()).isCloseTo(500, within(1e-9));
    }

    /** A reset empties all registers (8.6.2.1). */
    @Test
    void afterAResetThereIsAMeasurement() {
        SimINA219 model = new SimINA219().load(12, 1000);
        INA219 sensor = new INA219(new I2C(new SimI2CBus().attach(0x40, model)));
        sensor.reset(true);
        assertThat(sensor.busVoltage()).isCloseTo(12, within(0.0021));
        assertThat(sensor.current()).isCloseTo(1000, within(0.051));
    }
}
