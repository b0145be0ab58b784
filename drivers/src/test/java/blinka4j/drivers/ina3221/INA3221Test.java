// SPDX-License-Identifier: MIT
package blinka4j.drivers.ina3221;

import static blinka4j.drivers.BusAssert.assertFree;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import blinka4j.BusException;
import blinka4j.DeviceNotFoundException;
import blinka4j.busio.I2C;
import blinka4j.drivers.DuringTransfer;
import blinka4j.drivers.ina3221.INA3221.AVG_MODE;
import blinka4j.drivers.ina3221.INA3221.CONV_TIME;
import blinka4j.drivers.ina3221.INA3221.MODE;
import blinka4j.drivers.ina3221.INA3221.PowerValidLimits;
import blinka4j.sim.I2CPlayback;
import blinka4j.sim.SimI2CBus;
import blinka4j.sim.WordRegisters;
import blinka4j.sim.chips.SimINA3221;
import blinka4j.testing.FaultyI2C;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class INA3221Test {
    private final WordRegisters chip = new WordRegisters()
            .word(0x00, 0x7127)
            .word(0x0F, 2)
            .word(0xFE, 0x5449)
            .word(0xFF, 0x3220);
    private final SimI2CBus bus = new SimI2CBus().attach(0x40, chip);
    private final I2C i2c = new I2C(bus);

    /** Data sheet, 8.6.2.2: −80 mV is 0xC180; 163.8 mV is 0x7FF8. */
    @ParameterizedTest
    @CsvSource({
        "0xC180, -80",
        "0x7FF8, 163.8",
        "0x8000, -163.84",
        "0, 0",
        "0x0008, 0.04",
        "0xFFF8, -0.04",
        "0xFFF0, -0.08",
        "0x05D8, 7.48"
    })
    void theShuntVoltageIsInStepsOfFortyMicrovolts(String raw, double millivolts) {
        INA3221 sensor = new INA3221(i2c);
        for (int channel = 0; channel < 3; channel++) {
            chip.word(1, 0).word(3, 0).word(5, 0).word(1 + 2 * channel, Integer.decode(raw));
            INA3221Channel measured = sensor.get(channel);
            assertThat(measured.shuntVoltage()).isCloseTo(millivolts, within(1e-9));
            assertThat(measured.current()).isCloseTo(millivolts / 0.05, within(1e-9));
            measured.shuntResistance(0.1);
            assertThat(measured.current()).isCloseTo(millivolts / 0.1, within(1e-9));
        }
    }

    /** Data sheet, 8.6.2.3: 0x7FF8 is 32.76 V. */
    @ParameterizedTest
    @CsvSource({"0x7FF8, 32.76", "0, 0", "0x0008, 0.008", "0x3668, 13.928", "0xFFF8, -0.008", "0x2710, 10"})
    void theBusVoltageIsInStepsOfEightMillivolts(String raw, double volts) {
        INA3221 sensor = new INA3221(i2c);
        for (int channel = 0; channel < 3; channel++) {
            chip.word(2, 0).word(4, 0).word(6, 0).word(2 + 2 * channel, Integer.decode(raw));
            assertThat(sensor.channels().get(channel).busVoltage()).isCloseTo(volts, within(1e-9));
        }
    }

    /** Data sheet, 8.6.2.14: the sum has 15 bits in steps of 40 µV. */
    @ParameterizedTest
    @CsvSource({"0x7FFE, 0.65532", "0x8000, -0.65536", "0, 0", "0x0002, 0.00004", "0xFFFE, -0.00004"})
    void theSumHasFifteenBits(String raw, double volts) {
        chip.word(0x0D, Integer.decode(raw));
        INA3221 sensor = new INA3221(i2c);
        assertThat(sensor.shuntVoltageSum()).isCloseTo(volts, within(1e-9));
        chip.word(0x10, 0x1111);
        sensor.shuntVoltageSumLimit(volts);
        assertThat(chip.word(0x0E)).isEqualTo(Integer.decode(raw));
        assertThat(chip.word(0x10)).isEqualTo(0x1111);
        assertThat(sensor.shuntVoltageSumLimit()).isCloseTo(volts, within(1e-9));
    }

    /** Data sheet, 8.6.2.8: limits have the format of the shunt voltage. */
    @ParameterizedTest
    @CsvSource({"10, 0.01, 0x4E20", "-1, 0.05, 0xD8F0", "0, 0.05, 0", "3.276, 0.05, 0x7FF8", "-3.2768, 0.05, 0x8000"})
    void thresholdsAreInAmperes(double amperes, double ohms, String raw) {
        INA3221 sensor = new INA3221(i2c);
        for (int channel = 0; channel < 3; channel++) {
            INA3221Channel measured = sensor.get(channel);
            measured.shuntResistance(ohms);
            measured.criticalAlertThreshold(amperes);
            measured.warningAlertThreshold(amperes);
            assertThat(chip.word(7 + 2 * channel)).isEqualTo(Integer.decode(raw));
            assertThat(chip.word(8 + 2 * channel)).isEqualTo(Integer.decode(raw));
            assertThat(measured.criticalAlertThreshold()).isCloseTo(amperes, within(1e-9));
            assertThat(measured.warningAlertThreshold()).isCloseTo(amperes, within(1e-9));
            chip.word(7 + 2 * channel, 0).word(8 + 2 * channel, 0);
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {3.28, -3.28, 4, Double.NaN})
    void aThresholdThatTheRegisterCannotHoldIsRefused(double amperes) {
        INA3221Channel channel = new INA3221(i2c).get(0);
        chip.word(0x07, 0x1230);
        assertThatThrownBy(() -> channel.criticalAlertThreshold(amperes))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("criticalAlertThreshold", "3.276", "0.05 Ω");
        assertThatThrownBy(() -> channel.warningAlertThreshold(amperes)).isInstanceOf(IllegalArgumentException.class);
        assertThat(chip.word(0x07)).isEqualTo(0x1230);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -0.1, Double.NaN, Double.POSITIVE_INFINITY})
    void aShuntWithoutResistanceIsRefused(double ohms) {
        INA3221Channel channel = new INA3221(i2c).get(0);
        assertThatThrownBy(() -> channel.shuntResistance(ohms)).isInstanceOf(IllegalArgumentException.class);
        assertThat(channel.shuntResistance()).isEqualTo(0.05);
    }

    /** Data sheet, 8.6.2.17 and 8.6.2.18: 0x2710 is 10 V, 0x2328 is 9 V. */
    @Test
    void powerIsValidBetweenTwoLimits() {
        INA3221 sensor = new INA3221(i2c);
        sensor.powerValidLimits(9, 10);
        assertThat(chip.word(0x10)).isEqualTo(0x2710);
        assertThat(chip.word(0x11)).isEqualTo(0x2328);
        assertThat(sensor.powerValidLimits()).isEqualTo(new PowerValidLimits(9, 10));
        assertThatThrownBy(() -> sensor.powerValidLimits(8, 33))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("upper limit", "32.76", "V");
        assertThat(chip.word(0x11)).isEqualTo(0x2328);
    }

    /** Data sheet, tables 3 to 5. */
    @Test
    void settingsHaveTheirCodesAndLeaveTheOthers() {
        INA3221 sensor = new INA3221(i2c, 0x40, new int[] {0, 2}, true);
        assertThat(chip.word(0x00)).isEqualTo(0x57FF);
        for (AVG_MODE mode : AVG_MODE.values()) {
            sensor.averagingMode(mode);
            assertThat(chip.word(0x00)).isEqualTo(0x51FF | mode.ordinal() << 9);
            assertThat(sensor.averagingMode()).isEqualTo(mode);
        }
        for (CONV_TIME time : CONV_TIME.values()) {
            sensor.busVoltageConvTime(time);
            assertThat(chip.word(0x00)).isEqualTo(0x5E3F | time.ordinal() << 6);
            assertThat(sensor.busVoltageConvTime()).isEqualTo(time);
        }
        for (CONV_TIME time : CONV_TIME.values()) {
            sensor.shuntVoltageConvTime(time);
            assertThat(chip.word(0x00)).isEqualTo(0x5FC7 | time.ordinal() << 3);
            assertThat(sensor.shuntVoltageConvTime()).isEqualTo(time);
        }
        for (MODE mode : MODE.values()) {
            sensor.mode(mode);
            assertThat(chip.word(0x00)).isEqualTo(0x5FF8 | mode.ordinal());
            assertThat(sensor.mode()).isEqualTo(mode);
        }
        assertThat(sensor.get(0).enabled() && sensor.get(2).enabled()).isTrue();
        assertThat(sensor.get(1).enabled()).isFalse();
        sensor.get(1).enable();
        sensor.get(2).enable(false);
        assertThat(chip.word(0x00)).isEqualTo(0x6FFF);
        sensor.get(0).summationChannel(true);
        sensor.get(2).summationChannel(true);
        assertThat(chip.word(0x0F)).isEqualTo(0x5002);
        assertThat(sensor.get(0).summationChannel() && sensor.get(2).summationChannel())
                .isTrue();
        assertThat(sensor.get(1).summationChannel()).isFalse();
        chip.word(0x0F, 0xFEA5);
        assertThat(sensor.flags()).isEqualTo(0x2A5);
        assertThat(sensor.dieId()).isEqualTo(0x3220);
        assertThat(sensor.manufacturerId()).isEqualTo(0x5449);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 3})
    void thereAreThreeChannels(int channel) {
        INA3221 sensor = new INA3221(i2c);
        assertThatThrownBy(() -> sensor.get(channel))
                .isInstanceOf(IndexOutOfBoundsException.class)
                .hasMessageContaining("channel %s: expected 0 to 2".formatted(channel));
        assertThatThrownBy(() -> new INA3221(i2c, 0x40, new int[] {channel}, true))
                .isInstanceOf(IndexOutOfBoundsException.class)
                .hasMessageContaining("expected 0 to 2");
    }

    @Test
    void theConstructorWaitsForAMeasurementAndEachReadingIsOneTransfer() {
        try (I2CPlayback played = I2CPlayback.at(0x40)
                .register(0xFE, 0x54, 0x49)
                .register(0xFF, 0x32, 0x20)
                .writes(0x00, 0x80, 0x00)
                .sleeps(8)
                .writes(0x00, 0x77, 0xFF)
                .register(0x04, 0x36, 0x68)
                .register(0x03, 0x05, 0xD8)) {
            INA3221Channel channel = new INA3221(new I2C(played)).get(1);
            assertThat(channel.busVoltage()).isCloseTo(13.928, within(1e-9));
            assertThat(channel.current()).isCloseTo(149.6, within(1e-9));
        }
    }

    @Test
    void agreesWithTheSimulatedChip() {
        SimINA3221 model =
                new SimINA3221().load(0, 3.304, 7.48).load(1, 0, -163.84).load(2, 26, 163.8);
        SimI2CBus other = new SimI2CBus().attach(0x40, model);
        INA3221 sensor = new INA3221(new I2C(other), 0x40);
        assertThat(other.clock().now()).isLessThan(Duration.ofMillis(12));
        assertThat(sensor.get(0).busVoltage()).isCloseTo(3.304, within(1e-9));
        assertThat(sensor.get(0).shuntVoltage()).isCloseTo(7.48, within(1e-9));
        assertThat(sensor.get(1).current()).isCloseTo(-3276.8, within(1e-6));
        assertThat(sensor.get(2).busVoltage()).isCloseTo(26, within(1e-9));
        sensor.get(0).summationChannel(true);
        sensor.get(2).summationChannel(true);
        model.load(0, 1, -1);
        other.clock().advance(Duration.ofMillis(3150));
        assertThat(sensor.get(0).shuntVoltage()).isCloseTo(7.48, within(1e-9));
        other.clock().advance(Duration.ofMillis(30));
        assertThat(sensor.get(0).shuntVoltage()).isCloseTo(-1, within(1e-9));
        assertThat(sensor.shuntVoltageSum()).isCloseTo(0.1628, within(1e-9));
        assertThat(sensor.flags() & INA3221.CONV_READY).isEqualTo(1);
        assertThat(sensor.flags() & INA3221.CONV_READY).isZero();
        sensor.averagingMode(AVG_MODE.AVG_1_SAMPLE);
        sensor.mode(MODE.POWER_DOWN);
        model.load(0, 2, 2);
        other.clock().advance(Duration.ofSeconds(9));
        assertThat(sensor.get(0).busVoltage()).isCloseTo(1, within(1e-9));
        sensor.mode(MODE.BUS_TRIG);
        assertThat(sensor.get(0).busVoltage()).isCloseTo(2, within(1e-9));
        assertThat(sensor.get(0).shuntVoltage()).isCloseTo(-1, within(1e-9));
        sensor.mode(MODE.SHUNT_BUS_TRIG);
        assertThat(sensor.get(0).shuntVoltage()).isCloseTo(2, within(1e-9));
        sensor.reset();
        assertThat(sensor.averagingMode()).isEqualTo(AVG_MODE.AVG_1_SAMPLE);
        assertThat(sensor.mode()).isEqualTo(MODE.SHUNT_BUS_CONT);
        assertThat(sensor.get(0).criticalAlertThreshold()).isCloseTo(3.276, within(1e-9));
    }

    @ParameterizedTest
    @CsvSource({"0x5448, 0x3220, 0x5448", "0x5449, 0x2270, 0x2270", "0, 0, 0x0000"})
    void anotherChipIsRefused(String maker, String die, String found) {
        chip.word(0xFE, Integer.decode(maker)).word(0xFF, Integer.decode(die));
        assertThatThrownBy(() -> new INA3221(i2c))
                .isInstanceOf(DeviceNotFoundException.class)
                .hasMessageContainingAll("no INA3221 at address 0x40", found);
        assertFree(i2c);
    }

    @Test
    void anAbsentChipIsNotFound() {
        assertThatThrownBy(() -> new INA3221(i2c, 0x43))
                .isInstanceOf(DeviceNotFoundException.class)
                .hasMessageStartingWith("no I2C device at address 0x43");
        assertThatThrownBy(() -> new INA3221(i2c, 0x43, new int[0], false)).isInstanceOf(BusException.class);
    }

    @Test
    void afterAFailedTransferTheNextOneWorks() {
        INA3221 sensor = new INA3221(i2c);
        chip.word(0x02, 0x2710);
        bus.failNext(BusException.Kind.NO_ACKNOWLEDGE);
        assertThatThrownBy(() -> sensor.get(0).busVoltage()).isInstanceOf(BusException.class);
        assertFree(i2c);
        assertThat(sensor.get(0).busVoltage()).isCloseTo(10, within(1e-9));
    }

    /** The transfers of the constructor after the probe: two ids, reset, settings. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void aConstructorThatFailsInTheMiddleLeavesTheBusFree(int after) {
        FaultyI2C faulty = new FaultyI2C(bus);
        I2C shared = new I2C(faulty);
        faulty.next(after, FaultyI2C.Fault.NO_ACKNOWLEDGE);
        assertThatThrownBy(() -> new INA3221(shared)).isInstanceOf(BusException.class);
        assertFree(shared);
        new INA3221(shared);
        assertThat(chip.word(0x00)).isEqualTo(0x77FF);
    }

    @Test
    void aChannelThatWasNotEnabledIsNot() {
        INA3221 sensor = new INA3221(i2c, 0x40, new int[] {0}, true);
        bus.failNext(BusException.Kind.NO_ACKNOWLEDGE);
        assertThatThrownBy(() -> sensor.get(1).enable()).isInstanceOf(BusException.class);
        assertThat(sensor.get(1).enabled()).isFalse();
        chip.word(0x00, 0x7127);
        assertThat(sensor.get(1).enabled()).isTrue();
    }

    /** A reset empties all registers (8.6.2.1), and a measurement of three channels takes 6.6 ms. */
    @Test
    void afterAResetThereIsAMeasurement() {
        SimINA3221 model = new SimINA3221().load(2, 12, 50);
        INA3221 sensor = new INA3221(new I2C(new SimI2CBus().attach(0x40, model)));
        sensor.reset();
        assertThat(sensor.get(2).busVoltage()).isCloseTo(12, within(0.0041));
        assertThat(sensor.get(2).current()).isCloseTo(1000, within(0.41));
    }

    @Test
    void theLimitsOfValidPowerAreThoseOfOneSetting() throws InterruptedException {
        DuringTransfer port = new DuringTransfer(bus);
        INA3221 sensor = new INA3221(new I2C(port));
        sensor.powerValidLimits(1, 2);
        port.next(() -> sensor.powerValidLimits(8, 16));
        assertThat(sensor.powerValidLimits()).isEqualTo(new PowerValidLimits(1, 2));
        port.assertWaited();
        assertThat(sensor.powerValidLimits()).isEqualTo(new PowerValidLimits(8, 16));
    }
}
