// SPDX-License-Identifier: MIT
package blinka4j.drivers.mcp4728;

import static blinka4j.drivers.BusAssert.assertFree;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import blinka4j.BusException;
import blinka4j.BusException.Kind;
import blinka4j.DeviceNotFoundException;
import blinka4j.busio.I2C;
import blinka4j.drivers.mcp4728.MCP4728.Vref;
import blinka4j.sim.I2CPlayback;
import blinka4j.sim.SimI2CBus;
import blinka4j.sim.chips.SimMCP4728;
import blinka4j.testing.FaultyI2C;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MCP4728Test {
    /** What periph recorded from a chip: A 512, B 1024, C 1536 and D 2048, all with the internal reference. */
    private static final int[] RECORDED = {
        0xC0, 0x82, 0x00, 0xC8, 0x82, 0x00, 0xD0, 0x84, 0x00, 0xD8, 0x84, 0x00,
        0xE0, 0x86, 0x00, 0xE8, 0xA8, 0x00, 0xF0, 0x88, 0x00, 0xF8, 0x88, 0x00
    };

    private final SimMCP4728 chip = new SimMCP4728();
    private final SimI2CBus bus = new SimI2CBus().attach(0x60, chip).attach(0x00, chip.generalCall());
    private final FaultyI2C faulty = new FaultyI2C(bus);
    private final I2C i2c = new I2C(faulty);
    private final MCP4728 dac = new MCP4728(i2c);

    private static I2CPlayback read(int times) {
        I2CPlayback played = I2CPlayback.at(0x60);
        for (int i = 0; i < times; i++) {
            played.reads(RECORDED);
        }
        return played;
    }

    /** Data sheet, figure 5-15: header, then VREF PD1 PD0 Gx D11 to D8, D7 to D0. */
    @Test
    void channelsAreReadAsRecorded() {
        try (I2CPlayback played = read(6)) {
            MCP4728 recorded = new MCP4728(new I2C(played));
            assertThat(recorded.channelA().rawValue()).isEqualTo(512);
            assertThat(recorded.channelB().rawValue()).isEqualTo(1024);
            assertThat(recorded.channelC().rawValue()).isEqualTo(1536);
            assertThat(recorded.channelD().rawValue()).isEqualTo(2048);
            assertThat(recorded.channelA().vref()).isEqualTo(Vref.INTERNAL);
            assertThat(recorded.channelA().gain()).isEqualTo(1);
            assertThat(recorded.channelD().channelIndex()).isEqualTo(3);
        }
    }

    /** Data sheet, figures 5-8 (multi-write), 5-12 (VREF) and 5-14 (gain). */
    @Test
    void changesAreTheCommandsOfTheDataSheet() {
        try (I2CPlayback played = read(3).writes(0x40, 0x8F, 0xFF)) {
            new MCP4728(new I2C(played)).channelA().rawValue(4095);
        }
        try (I2CPlayback played = read(3).writes(0x46, 0x80, 0x00)) {
            new MCP4728(new I2C(played)).channelD().value(0);
        }
        try (I2CPlayback played = read(3).writes(0xC4)) {
            new MCP4728(new I2C(played)).channelB().gain(2);
        }
        try (I2CPlayback played = read(3).writes(0x87)) {
            new MCP4728(new I2C(played)).channelA().vref(Vref.VDD);
        }
        try (I2CPlayback played = read(3).writes(0x50, 0x82, 0, 0x84, 0, 0x86, 0, 0x88, 0)
                .sleeps(50)
                .reads(RECORDED)) {
            new MCP4728(new I2C(played)).saveSettings();
        }
    }

    /** Data sheet, 5.4: general call, address 0. */
    @ParameterizedTest
    @CsvSource({"reset, 6", "wakeup, 9", "softUpdate, 8"})
    void generalCallsGoToAddressZero(String name, int command) {
        try (I2CPlayback played = I2CPlayback.at(0x60).then(0x00).writes(command)) {
            MCP4728 recorded = new MCP4728(new I2C(played));
            switch (name) {
                case "reset" -> recorded.reset();
                case "wakeup" -> recorded.wakeup();
                default -> recorded.softUpdate();
            }
        }
    }

    @Test
    void outputsAreSetOneByOneAndKeepTheirOtherBits() {
        chip.output(0, 0xF123);
        chip.output(1, 0x0456);
        chip.output(2, 0x6789);
        dac.channelA().rawValue(0);
        dac.channelB().value(65535);
        dac.channelC().normalizedValue(0.5);
        dac.channelD().normalizedValue(1);
        assertThat(chip.output(0)).isEqualTo(0xF000);
        assertThat(chip.output(1)).isEqualTo(0x0FFF);
        assertThat(chip.output(2)).as("rounded down from 2047.5").isEqualTo(0x67FF);
        assertThat(chip.output(3)).isEqualTo(0x8FFF);
        dac.channelB().gain(2);
        dac.channelA().gain(1);
        dac.channelD().vref(Vref.VDD);
        dac.channelC().vref(Vref.INTERNAL);
        assertThat(chip.output(0)).isEqualTo(0xE000);
        assertThat(chip.output(1)).isEqualTo(0x1FFF);
        assertThat(chip.output(2)).isEqualTo(0xE7FF);
        assertThat(chip.output(3)).isEqualTo(0x0FFF);
        assertThat(dac.channelB().gain()).isEqualTo(2);
        assertThat(dac.channelD().vref()).isEqualTo(Vref.VDD);
        assertThat(dac.channelB().value()).isEqualTo(65535);
        assertThat(dac.channelB().normalizedValue()).isEqualTo(1);
        assertThat(dac.channelA().value()).isZero();
        dac.channelC().rawValue(2048);
        // 2048 * 65535 / 4095 = 32775.5
        assertThat(dac.channelC().value()).isCloseTo(32775, within(1));
        dac.wakeup();
        assertThat(chip.output(2)).isEqualTo(0x8800);
    }

    @Test
    void savedSettingsAreThoseAfterAReset() {
        dac.channelA().rawValue(7);
        dac.channelD().gain(2);
        dac.saveSettings();
        dac.channelA().rawValue(8);
        dac.channelD().gain(1);
        assertThat(chip.eeprom(0)).isEqualTo(0x8007);
        dac.reset();
        dac.softUpdate();
        dac.syncVrefs();
        dac.syncGains();
        assertThat(dac.channelA().rawValue()).isEqualTo(7);
        assertThat(dac.channelD().gain()).isEqualTo(2);
    }

    @Test
    void aMemoryThatIsNeverReadyIsATimeout() {
        int[] busy = RECORDED.clone();
        busy[0] = 0x40;
        try (I2CPlayback played = read(3).writes(0x50, 0x82, 0, 0x84, 0, 0x86, 0, 0x88, 0)
                .sleeps(50)
                .reads(busy)
                .sleeps(50)
                .reads(RECORDED)
                .then(0x00)
                .writes(0x06)) {
            I2C wires = new I2C(played);
            MCP4728 other = new MCP4728(wires);
            assertThatThrownBy(other::saveSettings)
                    .hasMessageContaining("busy")
                    .asInstanceOf(InstanceOfAssertFactories.type(BusException.class))
                    .returns(Kind.TIMEOUT, BusException::kind);
            assertFree(wires);
            // Data sheet, 5.6: a busy chip takes no commands.
            other.reset();
        }
    }

    @Test
    void aChangeAfterASaveThatFailedIsNotLost() {
        faulty.next(3, FaultyI2C.Fault.TIMEOUT_AFTERWARDS);
        assertThatThrownBy(dac::saveSettings).isInstanceOf(BusException.class);
        dac.channelB().rawValue(99);
        assertThat(chip.output(1)).isEqualTo(0x8063);
    }

    /** Readings 0 and 2 of 3 have wrong bits; then three are right. */
    @Test
    void settingsAreReadUntilTheyAreTheSame() {
        faulty.flipNext(0, 60);
        faulty.flipNext(2, 61);
        dac.channelA().rawValue(3);
        assertThat(chip.output(0)).isEqualTo(0x8003);
        assertThat(chip.output(1)).isEqualTo(0x8000);
        for (int i = 0; i < 9; i++) {
            faulty.flipNext(i, i);
        }
        assertThatThrownBy(() -> dac.channelA().rawValue(4))
                .asInstanceOf(InstanceOfAssertFactories.type(BusException.class))
                .returns(Kind.OTHER, BusException::kind);
        assertFree(i2c);
        assertThat(chip.output(0)).isEqualTo(0x8003);
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.001, 1.001, Double.NaN})
    void valuesOutOfRangeAreRefused(double normalized) {
        Channel channel = dac.channelA();
        assertThatThrownBy(() -> channel.normalizedValue(normalized))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("normalizedValue", "0 to 1");
        assertThatThrownBy(() -> channel.rawValue(4096)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> channel.rawValue(-1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> channel.value(65536)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> channel.gain(3)).isInstanceOf(IllegalArgumentException.class);
        assertThat(chip.output(0)).isEqualTo(0x8000);
    }

    @Test
    void afterAFailedTransferTheNextOneWorks() {
        faulty.next(3, FaultyI2C.Fault.NO_ACKNOWLEDGE_LATER);
        assertThatThrownBy(() -> dac.channelC().rawValue(5)).isInstanceOf(BusException.class);
        assertFree(i2c);
        assertThat(dac.channelC().rawValue()).isZero();
        dac.channelC().rawValue(5);
        assertThat(dac.channelC().rawValue()).isEqualTo(5);
    }

    @Test
    void anAbsentChipIsNotFound() {
        assertThatThrownBy(() -> new MCP4728(i2c, MCP4728.MCP4728A4_DEFAULT_ADDRESS))
                .isInstanceOf(DeviceNotFoundException.class)
                .hasMessageContaining("0x64");
    }
}
