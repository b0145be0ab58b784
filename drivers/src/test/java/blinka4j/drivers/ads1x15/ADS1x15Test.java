// SPDX-License-Identifier: MIT
package blinka4j.drivers.ads1x15;

import static blinka4j.drivers.BusAssert.assertFree;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import blinka4j.BusException;
import blinka4j.BusException.Kind;
import blinka4j.DeviceNotFoundException;
import blinka4j.busio.I2C;
import blinka4j.drivers.ads1x15.ADS1x15.Comp_Latch;
import blinka4j.drivers.ads1x15.ADS1x15.Comp_Mode;
import blinka4j.drivers.ads1x15.ADS1x15.Comp_Polarity;
import blinka4j.drivers.ads1x15.ADS1x15.Mode;
import blinka4j.drivers.ads1x15.ADS1x15.Pin;
import blinka4j.sim.I2CPlayback;
import blinka4j.sim.SimI2CBus;
import blinka4j.sim.WordRegisters;
import blinka4j.sim.chips.SimADS1x15;
import blinka4j.sim.chips.SimADS1x15.Model;
import blinka4j.testing.FaultyI2C;
import java.time.Duration;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ADS1x15Test {
    private final WordRegisters registers =
            new WordRegisters().word(0, 0).word(1, 0x8583).word(2, 0).word(3, 0).readOnly(0);
    private final SimI2CBus bus = new SimI2CBus().attach(0x48, registers);
    private final I2C i2c = new I2C(bus);

    private final SimADS1x15 chip = new SimADS1x15(Model.ADS1115);
    private final SimI2CBus simulated = new SimI2CBus().attach(0x48, chip);

    /** ADS1115, data sheet table 3 (codes) and table 2 (full-scale range): FS is 7FFF + 1. */
    @ParameterizedTest
    @CsvSource({
        "0x7FFF, 1, 4.095875",
        "0x0001, 1, 0.000125",
        "0x0000, 1, 0",
        "0xFFFF, 1, -0.000125",
        "0x8000, 1, -4.096",
        "0x7FFF, 0.6666666666666666, 6.1438125",
        "0x8000, 2, -2.048",
        "0x0001, 4, 0.00003125",
        "0x0001, 8, 0.000015625",
        "0x0001, 16, 0.0000078125",
        "0x8000, 16, -0.256"
    })
    void voltageIsPartOfTheFullScaleRange(String code, double gain, double volts) {
        registers.word(0, Integer.decode(code));
        AnalogIn input = new AnalogIn(new ADS1115(i2c, gain, 860), Pin.A0, Pin.A1);

        assertThat(input.value()).isEqualTo((short) Integer.decode(code).intValue());
        assertThat(input.voltage()).isCloseTo(volts, within(1e-12));
        assertThat(input.convertToVoltage(input.value())).isCloseTo(volts, within(1e-12));
        assertThat(input.convertToValue(volts)).isEqualTo(input.value());
    }

    /** ADS1015, data sheet table 3: 12 bits, left-justified. */
    @ParameterizedTest
    @CsvSource({
        "0x7FF0, 1, 4.094",
        "0x0010, 1, 0.002",
        "0x0000, 1, 0",
        "0xFFF0, 1, -0.002",
        "0x8000, 1, -4.096",
        "0x0010, 16, 0.000125",
        "0x7FF0, 0.6666666666666666, 6.141"
    })
    void anAds1015HasTwelveBits(String code, double gain, double volts) {
        registers.word(0, Integer.decode(code));
        AnalogIn input = new AnalogIn(new ADS1015(i2c, gain, 3300), Pin.A3);

        assertThat(input.value()).isEqualTo((short) Integer.decode(code).intValue());
        assertThat(input.voltage()).isCloseTo(volts, within(1e-12));
        assertThat(input.convertToValue(volts)).isEqualTo(input.value());
    }

    /** Data sheet, config register: OS, MUX, PGA, MODE, DR, comparator off. */
    @Test
    void aReadingIsThreeTransfers() {
        try (I2CPlayback played = I2CPlayback.at(0x48)
                .writes(2, 0x80, 0)
                .writes(3, 0x7F, 0xFF)
                .register(1, 0x85, 0x83)
                .register(1, 0x85, 0x83)
                .register(1, 0x85, 0x83)
                .writes(1, 0x03, 0xE3)
                .register(1, 0x83, 0xE3)
                .writes(1, 0xE3, 0xE3)
                .sleeps(Duration.ofNanos(1_100_000_000 / 860 + 30_000))
                .register(1, 0xE3, 0xE3)
                .register(0, 0x12, 0x34)) {
            assertThat(new AnalogIn(new ADS1115(new I2C(played), 1, 860), Pin.A2).value())
                    .isEqualTo(0x1234);
        }
    }

    /** Data sheet, MUX: 0 to 3 are A0 − A1, A0 − A3, A1 − A3, A2 − A3; 4 to 7 are A0 to A3. */
    @Test
    void eachInputIsMeasured() {
        ADS1115 adc = new ADS1115(new I2C(simulated));
        chip.volts(0, 3).volts(1, 0.25).volts(2, -0.125).volts(3, 1.5);

        assertThat(new AnalogIn(adc, Pin.A0).voltage()).isEqualTo(3);
        assertThat(new AnalogIn(adc, Pin.A1).voltage()).isEqualTo(0.25);
        assertThat(new AnalogIn(adc, Pin.A2).voltage()).isEqualTo(-0.125);
        assertThat(new AnalogIn(adc, Pin.A3).voltage()).isEqualTo(1.5);
        assertThat(new AnalogIn(adc, Pin.A0, Pin.A1).voltage()).isEqualTo(2.75);
        assertThat(new AnalogIn(adc, Pin.A0, Pin.A3).voltage()).isEqualTo(1.5);
        assertThat(new AnalogIn(adc, Pin.A1, Pin.A3).voltage()).isEqualTo(-1.25);
        assertThat(new AnalogIn(adc, Pin.A2, Pin.A3).voltage()).isEqualTo(-1.625);
    }

    @Test
    void thereAreFourDifferences() {
        ADS1115 adc = new ADS1115(i2c);
        assertThatThrownBy(() -> new AnalogIn(adc, Pin.A1, Pin.A2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("A1 − A2");
        assertThatThrownBy(() -> adc.read(8)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> adc.read(-1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void inContinuousModeAReadingIsOneTransferAndBelongsToItsInput() {
        ADS1115 adc = new ADS1115(new I2C(simulated));
        chip.volts(0, 1).volts(1, 2);
        AnalogIn first = new AnalogIn(adc, Pin.A0);
        AnalogIn second = new AnalogIn(adc, Pin.A1);
        assertThat(second.voltage()).isEqualTo(2);
        chip.volts(1, 2.5);
        adc.mode(Mode.CONTINUOUS);
        assertThat(second.voltage()).isEqualTo(2.5);
        assertThat(first.voltage()).isEqualTo(1);
        assertThat(second.voltage()).isEqualTo(2.5);
        Duration before = simulated.clock().now();
        assertThat(second.voltage()).isEqualTo(2.5);
        // 5 bytes of 9 bits and two starts at 100 kHz.
        assertThat(simulated.clock().now().minus(before)).isLessThan(Duration.ofMillis(1));
        adc.mode(Mode.SINGLE);
        assertThat(first.voltage()).isEqualTo(1);
    }

    @Test
    void settingsHaveTheBitsOfTheDataSheet() {
        ADS1115 adc = new ADS1115(i2c);
        assertThat(registers.word(1) & 0x7FFF).isEqualTo(0x0383);
        assertThat(registers.word(2)).isEqualTo(0x8000);
        assertThat(registers.word(3)).isEqualTo(0x7FFF);
        adc.gain(16);
        assertThat(registers.word(1) & 0x7FFF).isEqualTo(0x0B83);
        adc.dataRate(8);
        assertThat(registers.word(1) & 0x7FFF).isEqualTo(0x0B03);
        adc.comparatorMode(Comp_Mode.WINDOW);
        adc.comparatorPolarity(Comp_Polarity.ACTIVE_HIGH);
        adc.comparatorLatch(Comp_Latch.LATCHING);
        assertThat(registers.word(1) & 0x7FFF).isEqualTo(0x0B1F);
        adc.comparatorQueueLength(4);
        assertThat(registers.word(1) & 0x7FFF).isEqualTo(0x0B1E);
        adc.mode(Mode.CONTINUOUS);
        assertThat(registers.word(1)).isEqualTo(0x0A1E);
        adc.comparatorLowThreshold(-32768);
        adc.comparatorHighThreshold(-2);
        assertThat(registers.word(3)).isEqualTo(0xFFFE);
        assertThat(adc.gain()).isEqualTo(16);
        assertThat(adc.dataRate()).isEqualTo(8);
        assertThat(adc.mode()).isEqualTo(Mode.CONTINUOUS);
        assertThat(adc.comparatorMode()).isEqualTo(Comp_Mode.WINDOW);
        assertThat(adc.comparatorPolarity()).isEqualTo(Comp_Polarity.ACTIVE_HIGH);
        assertThat(adc.comparatorLatch()).isEqualTo(Comp_Latch.LATCHING);
        assertThat(adc.comparatorQueueLength()).isEqualTo(4);
        assertThat(adc.comparatorLowThreshold()).isEqualTo(-32768);
        assertThat(adc.comparatorHighThreshold()).isEqualTo(-2);
        assertThat(adc.bits()).isEqualTo(16);
        assertThat(adc.rateConfig()).containsEntry(860, 0xE0).hasSize(8);
    }

    /** Data sheets: 110 and 111 of the PGA are ±0.256 V too; 111 of the ADS1015's DR is 3300 too. */
    /** Data sheet, table "Config register": all bits are other than after power-on. */
    @Test
    void allSettingsMayBeGivenToTheConstructor() {
        ADS1115 adc = new ADS1115(
                i2c,
                4,
                250,
                Mode.CONTINUOUS,
                2,
                -1000,
                2000,
                Comp_Mode.WINDOW,
                Comp_Polarity.ACTIVE_HIGH,
                Comp_Latch.LATCHING,
                0x48);
        assertThat(registers.word(1) & 0x0FFF).isEqualTo(0x06BD);
        assertThat(registers.word(2)).isEqualTo(0x10000 - 1000);
        assertThat(registers.word(3)).isEqualTo(2000);
        assertThat(adc.mode()).isEqualTo(Mode.CONTINUOUS);
        assertThatThrownBy(() -> new ADS1015(
                        i2c,
                        1,
                        1600,
                        Mode.SINGLE,
                        3,
                        0,
                        0,
                        Comp_Mode.TRADITIONAL,
                        Comp_Polarity.ACTIVE_LOW,
                        Comp_Latch.NONLATCHING,
                        0x48))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("comparatorQueueLength", "3");
        ADS1015 other = new ADS1015(
                i2c,
                1,
                3300,
                Mode.SINGLE,
                4,
                0,
                16,
                Comp_Mode.TRADITIONAL,
                Comp_Polarity.ACTIVE_LOW,
                Comp_Latch.NONLATCHING,
                0x48);
        assertThat(registers.word(1) & 0x0FFF).isEqualTo(0x03C2);
        assertThat(other.comparatorQueueLength()).isEqualTo(4);
        assertThat(other.comparatorHighThreshold()).isEqualTo(16);
    }

    @Test
    void codesThatAreTwiceThereAreRead() {
        ADS1015 adc = new ADS1015(i2c);
        registers.word(1, 0x8FE3);
        assertThat(adc.gain()).isEqualTo(16);
        assertThat(adc.dataRate()).isEqualTo(3300);
        assertThat(adc.rates()).endsWith(3300);
        assertThat(adc.bits()).isEqualTo(12);
    }

    @Test
    void otherSettingsAreRefused() {
        assertThatThrownBy(() -> new ADS1115(i2c, 1, 1600))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("1600", "860");
        assertThatThrownBy(() -> new ADS1015(i2c, 3, 1600)).isInstanceOf(IllegalArgumentException.class);
        ADS1115 adc = new ADS1115(i2c);
        assertThatThrownBy(() -> adc.comparatorQueueLength(3)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> adc.comparatorLowThreshold(32768)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> adc.comparatorHighThreshold(-32769)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(doubles = {4.096, -4.097, Double.NaN})
    void aVoltageOutOfRangeHasNoValue(double volts) {
        AnalogIn input = new AnalogIn(new ADS1115(i2c), Pin.A0);
        assertThatThrownBy(() -> input.convertToValue(volts))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("4.096");
    }

    @ParameterizedTest
    @CsvSource({"0x7FFF, 65535", "0x4000, 32769", "0x0000, 0", "0xFFFF, 0", "0x8000, 0"})
    void anInputIsAPortOfAnalogio(String code, int value) {
        registers.word(0, Integer.decode(code));
        AnalogIn port = new AnalogIn(new ADS1115(i2c), Pin.A0);
        var input = new blinka4j.analogio.AnalogIn(port);

        assertThat(input.value()).isEqualTo(value);
        assertThat(input.referenceVoltage()).isCloseTo(4.095875, within(1e-12));
        input.close();
        assertThatThrownBy(port::value)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("A0");
    }

    @Test
    void theGreatestReadingOfAnAds1015Is65535() {
        registers.word(0, 0x7FF0);
        AnalogIn port = new AnalogIn(new ADS1015(i2c), Pin.A0);
        assertThat(port.read()).isEqualTo(65535);
        assertThat(port.referenceVoltage()).isCloseTo(4.094, within(1e-12));
    }

    @Test
    void aChipThatStaysBusyIsATimeout() {
        ADS1115 adc = new ADS1115(i2c);
        registers.selfClearing(1, 0x8000);
        assertThatThrownBy(() -> adc.read(4))
                .hasMessageContaining("busy")
                .asInstanceOf(InstanceOfAssertFactories.type(BusException.class))
                .returns(Kind.TIMEOUT, BusException::kind);
        assertFree(i2c);
        registers.selfClearing(1, 0).word(0, 5);
        assertThat(adc.read(4)).isEqualTo(5);
    }

    /** A chip that was reset has its default: 0x8583. */
    @Test
    void aConfigurationThatIsNotTheOneWrittenIsAnError() {
        ADS1115 adc = new ADS1115(i2c);
        registers.readOnly(1);
        registers.word(1, 0x8583);
        assertThatThrownBy(() -> adc.read(4))
                .hasMessageContaining("0x8583")
                .asInstanceOf(InstanceOfAssertFactories.type(BusException.class))
                .returns(Kind.OTHER, BusException::kind);
        assertFree(i2c);
    }

    @Test
    void aChipThatDoesNotKeepItsConfigurationIsNoAds1115() {
        registers.readOnly(1);
        assertThatThrownBy(() -> new ADS1115(i2c))
                .isInstanceOf(DeviceNotFoundException.class)
                .hasMessageContainingAll("ADS1115", "0x0383");
        assertThatThrownBy(() -> new ADS1115(i2c, 0x49)).isInstanceOf(DeviceNotFoundException.class);
        assertFree(i2c);
    }

    @Test
    void afterAFailedTransferTheNextReadingIsRight() {
        FaultyI2C faulty = new FaultyI2C(simulated);
        ADS1115 adc = new ADS1115(new I2C(faulty));
        AnalogIn input = new AnalogIn(adc, Pin.A0);
        chip.volts(0, 3).volts(1, 1);
        for (int transfer = 0; transfer < 3; transfer++) {
            for (FaultyI2C.Fault fault :
                    new FaultyI2C.Fault[] {FaultyI2C.Fault.NO_ACKNOWLEDGE, FaultyI2C.Fault.TIMEOUT_AFTERWARDS}) {
                new AnalogIn(adc, Pin.A1).voltage();
                faulty.next(transfer, fault);
                assertThatThrownBy(input::voltage).isInstanceOf(BusException.class);
                assertThat(input.voltage()).isEqualTo(3);
            }
        }
        faulty.next(0, FaultyI2C.Fault.NO_ACKNOWLEDGE);
        assertThatThrownBy(() -> adc.gain(2)).isInstanceOf(BusException.class);
        assertThat(adc.gain()).isEqualTo(1);
        assertThat(input.voltage()).isEqualTo(3);
        faulty.next(0, FaultyI2C.Fault.TIMEOUT_AFTERWARDS);
        assertThatThrownBy(() -> adc.gain(2)).isInstanceOf(BusException.class);
        assertThat(adc.gain()).isEqualTo(2);
        assertThat(input.voltage()).isEqualTo(2.0479375);
    }
}
