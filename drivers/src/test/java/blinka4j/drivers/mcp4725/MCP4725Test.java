// SPDX-License-Identifier: MIT
package blinka4j.drivers.mcp4725;

import static blinka4j.drivers.BusAssert.assertFree;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import blinka4j.BusException;
import blinka4j.BusException.Kind;
import blinka4j.DeviceNotFoundException;
import blinka4j.busio.I2C;
import blinka4j.sim.I2CPlayback;
import blinka4j.sim.SimI2CBus;
import blinka4j.sim.chips.SimMCP4725;
import blinka4j.testing.FaultyI2C;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MCP4725Test {
    private final SimMCP4725 chip = new SimMCP4725();
    private final SimI2CBus bus = new SimI2CBus().attach(0x62, chip);
    private final FaultyI2C faulty = new FaultyI2C(bus);
    private final I2C i2c = new I2C(faulty);
    private final MCP4725 dac = new MCP4725(i2c);

    /** Data sheet, figure 6-1 (fast mode): 0 0 PD1 PD0 D11 to D8, D7 to D0. */
    @ParameterizedTest
    @CsvSource({"0, 0, 0, 0", "1, 0, 1, 16", "2048, 8, 0, 32768", "4095, 15, 255, 65535", "0x3B9, 3, 0xB9, 15263"})
    void aValueIsTwoBytes(String raw, int high, String low, int value) {
        int code = Integer.decode(raw);
        try (I2CPlayback played = I2CPlayback.at(0x62)
                .writes(high, Integer.decode(low))
                .writes(high, Integer.decode(low))
                .writes(high, Integer.decode(low))) {
            MCP4725 played4725 = new MCP4725(new I2C(played));
            played4725.rawValue(code);
            played4725.value(value);
            played4725.normalizedValue(code / 4095.0);
        }
    }

    /** Data sheet, figure 6-3: status, D11 to D4, D3 to D0 in the upper half of the third byte. */
    @ParameterizedTest
    @CsvSource({"0x00, 0x00, 0", "0x00, 0x10, 1", "0x80, 0x00, 2048", "0xFF, 0xF0, 4095", "0xFF, 0xFF, 4095"})
    void theOutputIsRead(String high, String low, int raw) {
        try (I2CPlayback played = I2CPlayback.at(0x62)
                .reads(0xC0, Integer.decode(high), Integer.decode(low))
                .reads(0xC2, Integer.decode(high), Integer.decode(low))
                .reads(0x46, Integer.decode(high), Integer.decode(low))) {
            MCP4725 played4725 = new MCP4725(new I2C(played));
            assertThat(played4725.rawValue()).isEqualTo(raw);
            assertThat(played4725.value()).isEqualTo(16 * raw);
            assertThat(played4725.normalizedValue()).isCloseTo(raw / 4095.0, within(1e-12));
        }
    }

    @Test
    void everyNormalizedValueReadsAsItWasSet() {
        for (int raw = 0; raw <= 4095; raw++) {
            dac.rawValue(raw);
            dac.normalizedValue(dac.normalizedValue());
            assertThat(chip.value()).isEqualTo(raw);
        }
        dac.normalizedValue(0.5);
        assertThat(chip.value()).as("rounded down from 2047.5").isEqualTo(2047);
    }

    /** Data sheet, figure 6-2: 0 1 1 x x PD1 PD0 x, D11 to D4, D3 to D0. */
    @Test
    void savingKeepsTheOutputAndItsPowerDown() {
        try (I2CPlayback played = I2CPlayback.at(0x62)
                .reads(0xC4, 0x27, 0xB0)
                .reads(0xC4, 0x27, 0xB0)
                .reads(0xC4, 0x27, 0xB0)
                .writes(0x64, 0x27, 0xB0)
                .sleeps(50)
                .reads(0xC4, 0x27, 0xB0)) {
            new MCP4725(new I2C(played)).saveToEeprom();
        }
        chip.output(2, 1234);
        dac.saveToEeprom();
        assertThat(chip.eeprom()).isEqualTo((2 << 13) | 1234);
        dac.rawValue(7);
        assertThat(chip.value()).isEqualTo(7);
        assertThat(chip.powerDown()).isZero();
    }

    @Test
    void anOutputThatReadsDifferentlyIsNotSaved() {
        try (I2CPlayback played = I2CPlayback.at(0x62)
                .reads(0xC0, 0x27, 0xB0)
                .reads(0xC0, 0x27, 0xB0)
                .reads(0xC0, 0x27, 0xA0)) {
            I2C wires = new I2C(played);
            MCP4725 other = new MCP4725(wires);
            assertThatThrownBy(other::saveToEeprom)
                    .asInstanceOf(InstanceOfAssertFactories.type(BusException.class))
                    .returns(Kind.OTHER, BusException::kind);
            assertFree(wires);
        }
    }

    @Test
    void aMemoryThatIsNeverReadyIsATimeout() {
        try (I2CPlayback played = I2CPlayback.at(0x62)
                .reads(0xC0, 0, 0)
                .reads(0xC0, 0, 0)
                .reads(0xC0, 0, 0)
                .writes(0x60, 0, 0)
                .sleeps(50)
                .reads(0x40, 0, 0)
                .sleeps(50)
                .reads(0xC0, 0, 0)
                .writes(0, 5)) {
            I2C wires = new I2C(played);
            MCP4725 other = new MCP4725(wires);
            assertThatThrownBy(other::saveToEeprom)
                    .hasMessageContaining("busy")
                    .asInstanceOf(InstanceOfAssertFactories.type(BusException.class))
                    .returns(Kind.TIMEOUT, BusException::kind);
            assertFree(wires);
            other.rawValue(5);
        }
    }

    /** Data sheet, 5.5: while RDY is 0, commands are ignored. */
    @Test
    void aValueAfterASaveThatFailedIsNotLost() {
        dac.rawValue(1);
        faulty.next(3, FaultyI2C.Fault.TIMEOUT_AFTERWARDS);
        assertThatThrownBy(dac::saveToEeprom).isInstanceOf(BusException.class);
        assertFree(i2c);
        dac.rawValue(99);
        assertThat(chip.value()).isEqualTo(99);
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.001, 1.001, Double.NaN, Double.POSITIVE_INFINITY})
    void valuesOutOfRangeAreRefused(double normalized) {
        assertThatThrownBy(() -> dac.normalizedValue(normalized))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("normalizedValue", "0 to 1");
        assertThatThrownBy(() -> dac.rawValue(4096)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> dac.rawValue(-1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> dac.value(65536)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> dac.value(-1)).isInstanceOf(IllegalArgumentException.class);
        assertThat(chip.value()).as("unchanged").isEqualTo(0x800);
    }

    @Test
    void afterAFailedTransferTheNextOneWorks() {
        faulty.next(0, FaultyI2C.Fault.NO_ACKNOWLEDGE);
        assertThatThrownBy(() -> dac.rawValue(5)).isInstanceOf(BusException.class);
        assertFree(i2c);
        assertThat(dac.rawValue()).isEqualTo(0x800);
        dac.rawValue(5);
        assertThat(dac.rawValue()).isEqualTo(5);
    }

    @Test
    void anAbsentChipIsNotFound() {
        assertThatThrownBy(() -> new MCP4725(i2c, 0x60)).isInstanceOf(DeviceNotFoundException.class);
    }
}
