// SPDX-License-Identifier: MIT
package blinka4j.drivers.drv2605;

import static blinka4j.drivers.BusAssert.assertFree;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import blinka4j.BusException;
import blinka4j.DeviceNotFoundException;
import blinka4j.busio.I2C;
import blinka4j.drivers.drv2605.DRV2605.Library;
import blinka4j.drivers.drv2605.DRV2605.Mode;
import blinka4j.sim.I2CPlayback;
import blinka4j.sim.SimI2CBus;
import blinka4j.sim.chips.SimDRV2605;
import blinka4j.testing.FaultyI2C;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class DRV2605Test {
    private final SimDRV2605 chip = new SimDRV2605();
    private final SimI2CBus bus = new SimI2CBus().attach(0x5A, chip);
    private final I2C i2c = new I2C(bus);

    private int register(int address) {
        return chip.registers().register(address);
    }

    @ParameterizedTest
    @ValueSource(ints = {0xE0, 0x60, 0xEF, 0x67})
    void theConstructorWritesWhatTheOriginalWrites(int status) {
        try (I2CPlayback played = I2CPlayback.at(0x5A)) {
            played.register(0x00, status);
            if (status < 0xE0) {
                played.register(0x00, status);
            }
            played.writes(0x01, 0x00).writes(0x02, 0x00).writes(0x04, 0x01).writes(0x05, 0x00);
            played.writes(0x0D, 0x00).writes(0x0E, 0x00).writes(0x0F, 0x00).writes(0x10, 0x00);
            played.writes(0x13, 0x64);
            played.register(0x1A, 0xB6)
                    .register(0x1A, 0xB6)
                    .register(0x1A, 0xB6)
                    .writes(0x1A, 0x36);
            played.register(0x1D, 0x80)
                    .register(0x1D, 0x80)
                    .register(0x1D, 0x80)
                    .writes(0x1D, 0xA0);
            played.writes(0x03, 0x01);
            played.register(0x01, 0x00).writes(0x0C, 0x01).writes(0x0C, 0x00);
            DRV2605 drv = new DRV2605(new I2C(played));
            drv.play();
            drv.stop();
        }
    }

    /** 4 and 6 are the DRV2604 and the DRV2604L, which have no library. */
    @ParameterizedTest
    @ValueSource(ints = {0x00, 0x20, 0x40, 0x80, 0xA0, 0xC0})
    void anotherChipIsRefused(int status) {
        chip.registers().register(0x00, status);
        assertThatThrownBy(() -> new DRV2605(i2c))
                .isInstanceOf(DeviceNotFoundException.class)
                .hasMessageContaining("no DRV2605");
        assertThat(register(0x01)).isEqualTo(0x40);
        assertFree(i2c);
    }

    @Test
    void anAbsentChipIsNotFound() {
        assertThatThrownBy(() -> new DRV2605(i2c, 0x5B)).isInstanceOf(DeviceNotFoundException.class);
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void eachModeHasItsNumber(Mode mode) {
        DRV2605 drv = new DRV2605(i2c);
        assertThat(drv.mode()).isEqualTo(Mode.MODE_INTTRIG);
        drv.mode(mode);
        assertThat(register(0x01)).isEqualTo(mode.ordinal());
        // In standby, as after power-on.
        chip.registers().register(0x01, 0x40 | mode.ordinal());
        assertThatThrownBy(drv::mode).isInstanceOf(BusException.class).hasMessageContaining("power");
        assertThatThrownBy(drv::play).isInstanceOf(BusException.class).hasMessageContaining("new DRV2605");
        drv.mode(mode);
        assertThat(register(0x01)).isEqualTo(mode.ordinal());
    }

    @ParameterizedTest
    @EnumSource(Library.class)
    void eachLibraryHasItsNumber(Library library) {
        DRV2605 drv = new DRV2605(i2c);
        assertThat(drv.library()).isEqualTo(Library.LIBRARY_TS2200A);
        chip.registers().register(0x03, 0x10);
        drv.library(library);
        assertThat(register(0x03)).isEqualTo(library.ordinal());
        assertThat(drv.library()).isEqualTo(library);
    }

    @Test
    void aLibraryThatTheOriginalDoesNotHaveIsAnError() {
        DRV2605 drv = new DRV2605(i2c);
        chip.registers().register(0x03, 7);
        assertThatThrownBy(drv::library).isInstanceOf(BusException.class);
    }

    /** Data sheet: two's complement. */
    @ParameterizedTest
    @CsvSource({"0, 0x00", "127, 0x7F", "-1, 0xFF", "-64, 0xC0", "-127, 0x81", "255, 0xFF", "128, 0x80"})
    void aRealtimeValueIsTwosComplement(int value, String register) {
        DRV2605 drv = new DRV2605(i2c);
        drv.realtimeValue(value);
        assertThat(register(0x02)).isEqualTo(Integer.decode(register));
        assertThat(drv.realtimeValue()).isEqualTo(Integer.decode(register));
    }

    @ParameterizedTest
    @ValueSource(ints = {-128, 256})
    void aRealtimeValueHasARange(int value) {
        DRV2605 drv = new DRV2605(i2c);
        assertThatThrownBy(() -> drv.realtimeValue(value))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected -127 to 255");
        assertThat(register(0x02)).isZero();
    }

    /** Data sheet: with bit 7, the others are a pause in steps of 10 ms. */
    @ParameterizedTest
    @CsvSource({"0, 0x80", "0.01, 0x81", "0.5, 0xB2", "1.27, 0xFF", "0.025, 0x82", "0.125, 0x8C", "1.2749e-3, 0x80"})
    void aPauseHasStepsOfTenMilliseconds(double seconds, String raw) {
        DRV2605 drv = new DRV2605(i2c);
        drv.sequence().set(7, new Pause(seconds));
        assertThat(register(0x0B)).isEqualTo(Integer.decode(raw));
        assertThat(drv.sequence().get(7))
                .isInstanceOfSatisfying(
                        Pause.class,
                        pause -> assertThat(pause.duration()).isEqualTo((Integer.decode(raw) - 0x80) / 100.0));
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.01, 1.2700001, 1.3, Double.NaN, Double.POSITIVE_INFINITY})
    void aPauseHasARange(double seconds) {
        assertThatThrownBy(() -> new Pause(seconds)).isInstanceOf(IllegalArgumentException.class);
        Pause pause = new Pause(0.5);
        assertThatThrownBy(() -> pause.duration(seconds))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected 0 to 1.27");
        assertThat(pause).hasToString("Pause(0.5)");
        pause.duration(1.27);
        assertThat(pause.rawValue()).isEqualTo(0xFF);
    }

    @Test
    void anEffectIsOfTheLibrary() {
        DRV2605 drv = new DRV2605(i2c);
        drv.sequence().set(0, new Effect(123));
        drv.setWaveform(88);
        assertThat(register(0x04)).isEqualTo(88);
        drv.setWaveform(123, 7);
        assertThat(register(0x0B)).isEqualTo(123);
        Effect effect = new Effect(0);
        assertThat(effect.rawValue()).isZero();
        effect.id(47);
        assertThat(effect.id()).isEqualTo(47);
        assertThat(effect).hasToString("Effect(47)");
        assertThatThrownBy(() -> effect.id(124)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Effect(-1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> drv.setWaveform(124)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> drv.setWaveform(1, 8)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> drv.setWaveform(1, -1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> drv.sequence().set(8, effect)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> drv.sequence().get(-1)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void theSequenceHasEightSlots() {
        DRV2605 drv = new DRV2605(i2c);
        chip.registers().register(0x04, 1, 0xB2, 123, 0, 0x80, 0xFF, 7, 8);
        assertThat(drv.sequence())
                .extracting(Object::toString)
                .containsExactly(
                        "Effect(1)",
                        "Pause(0.5)",
                        "Effect(123)",
                        "Effect(0)",
                        "Pause(0.0)",
                        "Pause(1.27)",
                        "Effect(7)",
                        "Effect(8)");
    }

    @ParameterizedTest
    @ValueSource(ints = {124, 127})
    void anEffectThatThereIsNotIsAnError(int raw) {
        DRV2605 drv = new DRV2605(i2c);
        chip.registers().register(0x06, raw);
        assertThatThrownBy(() -> drv.sequence().get(2))
                .isInstanceOf(BusException.class)
                .hasMessageContaining("effect " + raw);
        assertThat(drv.sequence().get(1)).hasToString("Effect(0)");
    }

    @Test
    void playPlaysTheSequence() {
        DRV2605 drv = new DRV2605(i2c);
        drv.sequence().set(1, new Pause(0.3));
        drv.sequence().set(2, new Effect(14));
        drv.play();
        bus.clock().advance(Duration.ofMillis(690));
        assertThat(chip.isPlaying()).isTrue();
        bus.clock().advance(Duration.ofMillis(20));
        assertThat(chip.isPlaying()).isFalse();
        drv.play();
        drv.stop();
        assertThat(chip.isPlaying()).isFalse();
        drv.library(Library.LIBRARY_EMPTY);
        drv.sequence().set(1, new Effect(0));
        drv.play();
        assertThat(chip.isPlaying()).isFalse();
    }

    @Test
    void theKindOfMotorIsOneBit() {
        DRV2605 drv = new DRV2605(i2c);
        assertThat(register(0x1A)).isEqualTo(0x36);
        drv.useLRM();
        assertThat(register(0x1A)).isEqualTo(0xB6);
        drv.useERM();
        assertThat(register(0x1A)).isEqualTo(0x36);
        assertThat(register(0x1D)).isEqualTo(0xA0);
    }

    @Test
    void afterAFailedWriteTheSettingIsReadFromTheChip() {
        FaultyI2C faulty = new FaultyI2C(bus);
        I2C wires = new I2C(faulty);
        DRV2605 drv = new DRV2605(wires);
        faulty.next(0, FaultyI2C.Fault.NO_ACKNOWLEDGE_LATER);
        assertThatThrownBy(() -> drv.mode(Mode.MODE_REALTIME)).isInstanceOf(BusException.class);
        assertFree(wires);
        assertThat(drv.mode()).isEqualTo(Mode.MODE_INTTRIG);
        faulty.next(0, FaultyI2C.Fault.TIMEOUT_AFTERWARDS);
        assertThatThrownBy(() -> drv.library(Library.LIBRARY_LRA)).isInstanceOf(BusException.class);
        assertThat(drv.library()).isEqualTo(Library.LIBRARY_LRA);
        // The bit of the motor is read three times; a wrong reading does not change its neighbours.
        faulty.flipNext(1, 2);
        drv.useLRM();
        assertThat(register(0x1A)).isEqualTo(0xB6);
    }

    @Test
    void afterAFailedConstructorTheNextOneWorks() {
        FaultyI2C faulty = new FaultyI2C(bus);
        I2C wires = new I2C(faulty);
        faulty.next(5, FaultyI2C.Fault.NO_ACKNOWLEDGE);
        assertThatThrownBy(() -> new DRV2605(wires)).isInstanceOf(BusException.class);
        assertFree(wires);
        new DRV2605(wires).play();
        assertThat(chip.isPlaying()).isTrue();
    }

    @Test
    void afterAFailedTransferTheNextOneWorks() {
        DRV2605 drv = new DRV2605(i2c);
        bus.failNext(BusException.Kind.NO_ACKNOWLEDGE);
        assertThatThrownBy(drv::play).isInstanceOf(BusException.class);
        assertFree(i2c);
        assertThat(chip.isPlaying()).isFalse();
        drv.play();
        assertThat(chip.isPlaying()).isTrue();
    }
}
